package dev.orderflow.auth;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class AuthApplication {

    static void main(String[] arguments) {
        SpringApplication.run(AuthApplication.class, arguments);
    }
}
