package dev.orderflow.payment;

import dev.orderflow.platform.messaging.UnprocessableEventException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores payments, one for each order, and the ledger of the money that moved. */
@Repository
class Payments {

    private final JdbcClient jdbc;
    private final Clock clock;

    Payments(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @return false where the order has a payment already */
    boolean add(Payment payment, @Nullable String declineReason) {
        var now = Timestamp.from(clock.instant());
        return jdbc.sql("""
                                insert into payment (order_id, user_id, amount_minor, currency, status, bank_reference,
                                                     decline_reason, created_at, changed_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .param(payment.orderId())
                        .param(payment.userId())
                        .param(payment.amountMinor())
                        .param(payment.currency())
                        .param(payment.status().name())
                        .param(payment.bankReference())
                        .param(declineReason)
                        .param(now)
                        .param(now)
                        .update()
                == 1;
    }

    /** @return false where it is not where it moves from */
    boolean move(UUID orderId, PaymentStatus from, PaymentStatus to) {
        return jdbc.sql("update payment set status = :to, changed_at = :now where order_id = :order and status = :from")
                        .param("to", to.name())
                        .param("now", Timestamp.from(clock.instant()))
                        .param("order", orderId)
                        .param("from", from.name())
                        .update()
                == 1;
    }

    /** The money moved; the table allows each kind once an order. */
    void record(Payment payment, String kind) {
        jdbc.sql("""
                        insert into ledger (id, order_id, user_id, kind, amount_minor, currency, moved_at)
                        values (:id, :orderId, :userId, :kind, :amountMinor, :currency, :movedAt)
                        """)
                .param("id", UUID.randomUUID())
                .param("orderId", payment.orderId())
                .param("userId", payment.userId())
                .param("kind", kind)
                .param("amountMinor", payment.amountMinor())
                .param("currency", payment.currency())
                .param("movedAt", Timestamp.from(clock.instant()))
                .update();
    }

    Optional<Payment> find(UUID orderId) {
        return jdbc.sql("""
                        select order_id, user_id, amount_minor, currency, status, bank_reference
                        from payment where order_id = :order
                        """).param("order", orderId).query(Payment.class).optional();
    }

    record Payment(
            UUID orderId,
            UUID userId,
            long amountMinor,
            String currency,
            PaymentStatus status,
            @Nullable String bankReference) {

        String reference() {
            if (bankReference == null) {
                throw new UnprocessableEventException(
                        "the payment of order " + orderId + " has no reference of the bank: it was never authorised");
            }
            return bankReference;
        }
    }
}
