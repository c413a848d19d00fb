package dev.orderflow.inventory;

import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionProperties;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The inventory service: products, and their stock. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
class InventoryApplication {

    static void main(String[] arguments) {
        SpringApplication.run(InventoryApplication.class, arguments);
    }

    /** Of reservations that hold nothing any more. */
    @Bean
    Retention endedReservationRetention(RetentionProperties properties) {
        return new Retention(List.of("reservation", "reservation_line"), properties.endedReservations(), """
                with due as (
                    select order_id from reservation where status in ('RELEASED', 'EXPIRED', 'RETURNED') and expires_at < :before
                    order by expires_at limit :batch for update skip locked),
                lines as (delete from reservation_line where order_id in (select order_id from due))
                delete from reservation where order_id in (select order_id from due)
                """);
    }

    /** What was sold leaves the stock's totals together with its reservation, so that they still agree. */
    @Bean
    Retention soldReservationRetention(RetentionProperties properties) {
        return new Retention(List.of("reservation", "reservation_line"), properties.orders(), """
                with due as (
                    select order_id from reservation where status = 'COMMITTED' and expires_at < :before
                    order by expires_at limit :batch for update skip locked),
                lines as (delete from reservation_line where order_id in (select order_id from due) returning sku, quantity),
                pieces as (select sku, sum(quantity) as quantity from lines group by sku),
                totals as (
                    update stock set sold = sold - pieces.quantity, stocked = stocked - pieces.quantity
                    from pieces where stock.sku = pieces.sku)
                delete from reservation where order_id in (select order_id from due)
                """);
    }
}
