package dev.orderflow.auth;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The auth service: logs shoppers in, and publishes the keys that check their tokens. */
@SpringBootApplication
@ConfigurationPropertiesScan
class AuthApplication {

    static void main(String[] arguments) {
        SpringApplication.run(AuthApplication.class, arguments);
    }
}
