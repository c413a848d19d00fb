package dev.orderflow.order;

import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionProperties;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The order service: takes orders, and follows them through payment. */
@SpringBootApplication
@EnableScheduling
class OrderApplication {

    static void main(String[] arguments) {
        SpringApplication.run(OrderApplication.class, arguments);
    }

    /** The agent's, which sends what it measures; without an agent it measures nothing. */
    @Bean
    Meter meter() {
        return GlobalOpenTelemetry.getMeter("dev.orderflow.order");
    }

    /** An order that is not at its end is kept, however old. */
    @Bean
    Retention orderRetention(RetentionProperties properties) {
        return new Retention(List.of("order", "order_line"), properties.orders(), """
                with due as (
                    select id from "order" where status not in ('PLACED', 'RESERVED', 'PAID') and changed_at < :before
                    order by changed_at limit :batch for update skip locked),
                lines as (delete from order_line where order_id in (select id from due))
                delete from "order" where id in (select id from due)
                """);
    }
}
