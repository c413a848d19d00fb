package dev.orderflow.notification;

import dev.orderflow.contracts.PaymentEvent;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is told to whom; the table allows one notification an event. */
@Repository
class Notifications {

    private final JdbcClient jdbc;
    private final Clock clock;

    Notifications(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(PaymentEvent event, String subject, String body) {
        jdbc.sql("""
                        insert into notification (event_id, order_id, user_id, subject, body, created_at)
                        values (:eventId, :orderId, :userId, :subject, :body, :createdAt)
                        """)
                .param("eventId", event.eventId())
                .param("orderId", event.orderId())
                .param("userId", event.userId())
                .param("subject", subject)
                .param("body", body)
                .param("createdAt", Timestamp.from(clock.instant()))
                .update();
    }

    /** The oldest that were not sent, held against other pods until the transaction's end. */
    List<Message> unsent(int size) {
        return jdbc.sql("""
                        select event_id, order_id, user_id, subject, body from notification
                        where sent_at is null order by created_at limit :size for update skip locked
                        """)
                .param("size", size)
                .query(Message.class)
                .list();
    }

    void sent(Message message) {
        jdbc.sql("update notification set sent_at = :now where event_id = :event")
                .param("now", Timestamp.from(clock.instant()))
                .param("event", message.eventId())
                .update();
    }

    /** @param eventId what the message is known by: one that comes twice has the same */
    record Message(UUID eventId, UUID orderId, UUID userId, String subject, String body) {}
}
