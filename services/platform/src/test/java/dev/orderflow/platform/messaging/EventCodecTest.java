package dev.orderflow.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each event looks like on the wire is pinned by {@code events/<type>.json}: these files are what older producers
 * have written, so they are added to, never changed.
 */
class EventCodecTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final EventCodec codec = new EventCodec(JSON);

    static Stream<Class<?>> types() {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("types")
    void isWrittenAsItIsPinned(Class<? extends Event> type) throws IOException {
        var pinned = pinned(type);
        var event = read(type, pinned).orElseThrow();
        assertThat(JSON.readTree(codec.write(event))).isEqualTo(pinned);
    }

    @ParameterizedTest
    @MethodSource("types")
    void bearsAFieldOfANewerProducer(Class<? extends Event> type) throws IOException {
        var newer = pinned(type);
        newer.putObject("giftWrap").put("paper", "red");
        assertThat(read(type, newer)).isEqualTo(read(type, pinned(type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void refusesOneThatLacksAField(Class<? extends Event> type) throws IOException {
        for (var component : type.getRecordComponents()) {
            var broken = pinned(type);
            broken.remove(component.getName());
            assertThatThrownBy(() -> read(type, broken))
                    .isInstanceOf(UndecodableEventException.class)
                    .hasMessageContaining(component.getName());
        }
    }

    private java.util.Optional<? extends Event> read(Class<? extends Event> type, ObjectNode text) {
        var family = Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(each -> each.isAssignableFrom(type))
                .findFirst()
                .orElseThrow()
                .asSubclass(Event.class);
        return codec.read(new ConsumerRecord<>("topic", 0, 0, "key", text.toString()), family);
    }

    private static ObjectNode pinned(Class<?> type) throws IOException {
        try (var file = EventCodecTest.class.getResourceAsStream("/events/" + type.getSimpleName() + ".json")) {
            return (ObjectNode) JSON.readTree(file);
        }
    }
}
