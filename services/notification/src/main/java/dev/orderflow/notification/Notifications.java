package dev.orderflow.notification;

import dev.orderflow.contracts.PaymentSettled;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was told to whom; the table allows one notification an event. */
@Repository
class Notifications {

    private final JdbcClient jdbc;

    Notifications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void record(PaymentSettled payment) {
        jdbc.sql("""
                        insert into notification (event_id, order_id, user_id, body)
                        values (:eventId, :orderId, :userId, :body)
                        """)
                .param("eventId", payment.eventId())
                .param("orderId", payment.orderId())
                .param("userId", payment.userId())
                .param("body", "Your order %s is paid: %d.%02d %s."
                        .formatted(
                                payment.orderId(),
                                payment.amountMinor() / 100,
                                payment.amountMinor() % 100,
                                payment.currency()))
                .update();
    }
}
