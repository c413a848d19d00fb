package dev.orderflow.inventory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class InventoryApplication {

    static void main(String[] arguments) {
        SpringApplication.run(InventoryApplication.class, arguments);
    }
}
