package dev.orderflow.user;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class UserApplication {

    static void main(String[] arguments) {
        SpringApplication.run(UserApplication.class, arguments);
    }
}
