package dev.orderflow.user;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The user service: profiles and addresses of shoppers. */
@SpringBootApplication
class UserApplication {

    static void main(String[] arguments) {
        SpringApplication.run(UserApplication.class, arguments);
    }
}
