package dev.orderflow.payment;

import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionProperties;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The payment service: charges orders, and keeps the ledger. */
@SpringBootApplication
class PaymentApplication {

    static void main(String[] arguments) {
        SpringApplication.run(PaymentApplication.class, arguments);
    }

    /** What is authorised and neither captured nor voided is kept, however old. */
    @Bean
    Retention paymentRetention(RetentionProperties properties) {
        return new Retention(List.of("payment", "ledger"), properties.orders(), """
                with due as (
                    select order_id from payment where status <> 'AUTHORISED' and changed_at < :before
                    order by changed_at limit :batch for update skip locked),
                moved as (delete from ledger where order_id in (select order_id from due))
                delete from payment where order_id in (select order_id from due)
                """);
    }
}
