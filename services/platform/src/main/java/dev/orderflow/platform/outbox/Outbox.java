package dev.orderflow.platform.outbox;

import dev.orderflow.contracts.Event;
import dev.orderflow.platform.messaging.EventCodec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactional outbox: an event is written in the transaction of its change, and sent to Kafka once that is
 * committed; at least once, an order's events in sequence.
 */
public final class Outbox {

    private final JdbcClient jdbc;
    private final EventCodec codec;
    private final Runnable wake;

    Outbox(JdbcClient jdbc, EventCodec codec, Runnable wake) {
        this.jdbc = jdbc;
        this.codec = codec;
        this.wake = wake;
    }

    /** @throws IllegalStateException outside a transaction */
    public void append(String topic, Event event) {
        var trace = TraceContext.current();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake.run();
            }
        });
        jdbc.sql("""
                        insert into outbox (id, topic, key, payload, traceparent, tracestate)
                        values (:id, :topic, :key, :payload, :traceparent, :tracestate)
                        """)
                .param("id", event.eventId())
                .param("topic", topic)
                .param("key", event.orderId().toString())
                .param("payload", codec.write(event))
                .param("traceparent", trace.traceparent())
                .param("tracestate", trace.tracestate())
                .update();
    }
}
