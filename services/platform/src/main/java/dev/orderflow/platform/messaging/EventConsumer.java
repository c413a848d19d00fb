package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.Event;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Gives an event exactly one effect, however often it is delivered. */
public final class EventConsumer {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final String group;
    private final DoubleHistogram duration;

    EventConsumer(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json, Meter meter, String group) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        // A newer producer may say more than this consumer knows.
        this.json = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
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
     * Decodes the record and, unless it was processed before, runs the effect in the transaction that remembers it.
     *
     * @param before runs first, outside the transaction: what must be harmless to repeat, as a call to another service
     */
    public <E extends Event> void once(
            ConsumerRecord<String, String> message, Class<E> type, Consumer<E> before, Consumer<E> effect) {
        var begun = System.nanoTime();
        var attributes = Attributes.builder()
                .put(SYSTEM, "kafka")
                .put(TOPIC, message.topic())
                .put(GROUP, group);
        try {
            var event = decode(message, type);
            before.accept(event);
            transaction.executeWithoutResult(status -> {
                if (remember(event)) {
                    effect.accept(event);
                } else {
                    log.info("event {} came again: nothing to do", event.eventId());
                }
            });
        } catch (RuntimeException e) {
            attributes.put(ERROR, e.getClass().getName());
            throw e;
        } finally {
            duration.record((System.nanoTime() - begun) / 1e9, attributes.build());
        }
    }

    public <E extends Event> void once(ConsumerRecord<String, String> message, Class<E> type, Consumer<E> effect) {
        once(message, type, event -> {}, effect);
    }

    private <E extends Event> E decode(ConsumerRecord<String, String> message, Class<E> type) {
        try {
            return json.readValue(message.value(), type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UndecodableEventException(
                    "%s-%d@%d is no %s".formatted(message.topic(), message.partition(), message.offset(), type.getSimpleName()),
                    e);
        }
    }

    private boolean remember(Event event) {
        return jdbc.sql("insert into processed_event (event_id) values (:id) on conflict do nothing")
                        .param("id", event.eventId())
                        .update()
                == 1;
    }
}
