package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.Event;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as text, and back: JSON with the type's name among the components. Producers and consumers are of different
 * versions while a release rolls out, and what was written stays in Kafka, in the outboxes and among the dead letters;
 * so an event type changes only in these ways:
 *
 * <ul>
 *   <li>A component may be added if it is {@code @Nullable}, and null then means what was so before there was one:
 *       older consumers pass over what they don't know, newer ones bear that it is missing.
 *   <li>A type may be added: older consumers pass over it, so it may ask nothing of them. A transition that older
 *       consumers must take part in is a type that they know.
 *   <li>No component is removed, renamed, made mandatory, or given another meaning or type. That is another event, by
 *       another name, which is written beside the old one until nobody reads the old.
 * </ul>
 *
 * What is mandatory and missing or null makes a record undecodable: a dead letter, never a guess.
 */
public final class EventCodec {

    private static final Logger log = LoggerFactory.getLogger(EventCodec.class);

    private final JsonMapper json;

    public EventCodec(JsonMapper json) {
        this.json = json.rebuild()
                // A newer producer may say more than this consumer knows.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // But what every producer says must be there.
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    public String write(Event event) {
        var text = json.createObjectNode();
        text.put(Event.TYPE, event.getClass().getSimpleName());
        text.setAll((ObjectNode) json.valueToTree(event));
        return json.writeValueAsString(text);
    }

    /**
     * @return empty where the type is none of the family
     * @throws UndecodableEventException where it is no event at all, or lacks what every event of its type has
     */
    <E> Optional<E> read(ConsumerRecord<String, String> message, Class<E> family) {
        var place = "%s-%d@%d".formatted(message.topic(), message.partition(), message.offset());
        try {
            var text = json.readTree(message.value());
            var name = text.path(Event.TYPE).asString("");
            if (name.isEmpty()) {
                throw new UndecodableEventException(place + " is no event: it has no type", null);
            }
            for (var type : family.getPermittedSubclasses()) {
                if (type.getSimpleName().equals(name)) {
                    return Optional.of(complete(family.cast(json.treeToValue(text, type)), text, place));
                }
            }
            log.info("{}: {} is not known here, passed over", place, name);
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            throw new UndecodableEventException(place + " is no event: " + e.getMessage(), e);
        }
    }

    private static <E> E complete(E event, JsonNode text, String place) {
        for (var component : event.getClass().getRecordComponents()) {
            var optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!optional && !text.hasNonNull(component.getName())) {
                throw new UndecodableEventException(place + " is no event: it has no " + component.getName(), null);
            }
        }
        return event;
    }
}
