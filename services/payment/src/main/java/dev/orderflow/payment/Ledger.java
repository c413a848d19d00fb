package dev.orderflow.payment;

import dev.orderflow.contracts.OrderPlaced;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was charged; the table allows one charge an order. */
@Repository
class Ledger {

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void charge(OrderPlaced order, Instant at) {
        jdbc.sql("""
                        insert into ledger (id, order_id, user_id, amount_minor, currency, charged_at)
                        values (:id, :orderId, :userId, :amountMinor, :currency, :chargedAt)
                        """)
                .param("id", UUID.randomUUID())
                .param("orderId", order.orderId())
                .param("userId", order.userId())
                .param("amountMinor", order.totalMinor())
                .param("currency", order.currency())
                .param("chargedAt", Timestamp.from(at))
                .update();
    }
}
