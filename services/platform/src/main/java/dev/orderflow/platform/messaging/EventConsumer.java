package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.DeadLetterHeaders;
import dev.orderflow.contracts.Event;
import dev.orderflow.platform.database.SqlState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives an event exactly one effect, however often it is delivered. */
public final class EventConsumer {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventCodec codec;
    private final String group;
    private final DoubleHistogram duration;

    EventConsumer(JdbcClient jdbc, TransactionTemplate transaction, EventCodec codec, Meter meter, String group) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.codec = codec;
        this.group = group;
        // The agent times receiving, not processing; name, unit and bounds are the semantic conventions'.
        this.duration = meter.histogramBuilder("messaging.process.duration")
                .setDescription("Duration of processing operation.")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(
                        List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0))
                .build();
    }

    /**
     * Decodes the record and, unless it was processed before, runs its effect in the transaction that remembers it. A
     * type that this consumer doesn't know is a newer producer's, and passed over. So is a dead letter that was sent
     * back to another group: whether it had its effect here is forgotten sooner than a dead letter is.
     *
     * @param handler runs first, outside the transaction, and returns the effect; what it does itself must be harmless
     *     to repeat, as a call to another service that knows the order
     */
    public <E extends Event> void handle(
            ConsumerRecord<String, String> message, Class<E> family, Function<E, Runnable> handler) {
        var begun = System.nanoTime();
        var attributes = Attributes.builder()
                .put(SYSTEM, "kafka")
                .put(TOPIC, message.topic())
                .put(GROUP, group);
        try {
            if (isForAnother(message)) {
                return;
            }
            codec.read(message, family).ifPresent(event -> {
                var effect = handler.apply(event);
                transaction.executeWithoutResult(status -> {
                    if (remember(event)) {
                        effect.run();
                    } else {
                        log.info("event {} came again: nothing to do", event.eventId());
                    }
                });
            });
        } catch (RuntimeException e) {
            attributes.put(ERROR, e.getClass().getName());
            SqlState.record(e);
            throw e;
        } finally {
            duration.record((System.nanoTime() - begun) / 1e9, attributes.build());
        }
    }

    private boolean isForAnother(ConsumerRecord<String, String> message) {
        var header = message.headers().lastHeader(DeadLetterHeaders.GROUP);
        if (header == null || header.value() == null) {
            return false;
        }
        var receiver = new String(header.value(), StandardCharsets.UTF_8);
        if (receiver.equals(group)) {
            return false;
        }
        log.info(
                "{}-{}@{} was sent back to {}: nothing to do",
                message.topic(),
                message.partition(),
                message.offset(),
                receiver);
        return true;
    }

    private boolean remember(Event event) {
        return jdbc.sql("insert into processed_event (event_id) values (:id) on conflict do nothing")
                        .param("id", event.eventId())
                        .update()
                == 1;
    }
}
