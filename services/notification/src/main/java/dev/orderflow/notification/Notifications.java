package dev.orderflow.notification;

import dev.orderflow.contracts.PaymentEvent;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stored notifications of shoppers; the table allows one for each event. */
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
                        insert into notification (event_id, order_id, user_id, subject, body, created_at, next_at)
                        values (:eventId, :orderId, :userId, :subject, :body, :createdAt, :createdAt)
                        """)
                .param("eventId", event.eventId())
                .param("orderId", event.orderId())
                .param("userId", event.userId())
                .param("subject", subject)
                .param("body", body)
                .param("createdAt", Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * Takes the one that has been due longest, and puts off its next attempt, each time twice as long: whoever takes it
     * may crash, and no transaction is held open while a message is sent.
     *
     * @param pause after the first attempt
     * @param longest pause
     */
    Optional<Message> take(Duration pause, Duration longest) {
        return jdbc.sql("""
                        update notification set attempts = attempts + 1,
                            next_at = cast(:now as timestamptz) + make_interval(secs => least(:pause * power(2, least(attempts, 30)), :longest))
                        where event_id = (
                            select event_id from notification
                            where sent_at is null and failed_at is null and next_at <= :now
                            order by next_at limit 1 for update skip locked)
                        returning event_id, order_id, user_id, subject, body, created_at
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("pause", pause.toSeconds())
                .param("longest", longest.toSeconds())
                .query(Message.class)
                .optional();
    }

    void sent(Message message) {
        jdbc.sql("update notification set sent_at = :now where event_id = :event")
                .param("now", Timestamp.from(clock.instant()))
                .param("event", message.eventId())
                .update();
    }

    /** Ends a notification that nobody takes. */
    void failed(Message message, String failure) {
        jdbc.sql("update notification set failed_at = :now, failure = :failure where event_id = :event and "
                        + "sent_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("failure", failure)
                .param("event", message.eventId())
                .update();
    }

    /** @param eventId what the message is known by: one that comes twice has the same */
    record Message(UUID eventId, UUID orderId, UUID userId, String subject, String body, Instant createdAt) {}
}
