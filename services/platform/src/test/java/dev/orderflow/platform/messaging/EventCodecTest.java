package dev.orderflow.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.Event;
import dev.orderflow.contracts.PaymentEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What each event looks like on the wire is pinned by {@code events/<type>.json}. Where a component is added, the file
 * as it was goes to {@code events/earlier/}, with a test that it is still read.
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
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                continue;
            }
            var broken = pinned(type);
            for (var lacking :
                    List.of(broken.deepCopy().without(component.getName()), broken.putNull(component.getName()))) {
                assertThatThrownBy(() -> read(type, lacking))
                        .as(lacking.toString())
                        .isInstanceOf(UndecodableEventException.class)
                        .hasMessageContaining(component.getName());
            }
        }
    }

    /** The first release wrote events without their type: they cannot be distinguished, and are dead letters. */
    @ParameterizedTest
    @ValueSource(strings = {"OrderPlaced", "PaymentSettled"})
    void whatTheFirstReleaseWroteIsRefusedAndTheReasonSaid(String name) throws IOException {
        var text = resource("earlier/" + name);
        for (var family : Event.class.getPermittedSubclasses()) {
            assertThatThrownBy(() -> codec.read(message(text), family))
                    .isInstanceOf(UndecodableEventException.class)
                    .hasMessage("topic-0@0 is no event: it has no type");
        }
    }

    @Test
    void aTypeThatIsNoLongerThereIsPassedOver() throws IOException {
        var text = resource("earlier/PaymentSettled").put("type", "PaymentSettled");
        assertThat(codec.read(message(text), PaymentEvent.class)).isEmpty();
    }

    @Test
    void eachTypeIsPinned() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/events"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            types().map(type -> type.getSimpleName() + ".json").toList());
        }
    }

    /** What a release may do to a type, done to one: a component more, and a type more. */
    private interface Before {

        sealed interface Parcel permits ParcelSent {}

        record ParcelSent(UUID parcelId, int grams) implements Parcel {}
    }

    private interface After {

        sealed interface Parcel permits ParcelSent, ParcelLost {}

        record ParcelSent(
                UUID parcelId, int grams, @Nullable String carrier) implements Parcel {}

        record ParcelLost(UUID parcelId) implements Parcel {}
    }

    private static final UUID PARCEL = UUID.randomUUID();

    @Test
    void anOlderConsumerReadsWhatANewerProducerWrites() {
        var sent = written(new After.ParcelSent(PARCEL, 300, "pigeon"));
        assertThat(codec.read(message(sent), Before.Parcel.class)).contains(new Before.ParcelSent(PARCEL, 300));
        assertThat(codec.read(message(written(new After.ParcelLost(PARCEL))), Before.Parcel.class))
                .isEmpty();
    }

    @Test
    void aNewerConsumerReadsWhatAnOlderProducerWrote() {
        var sent = written(new Before.ParcelSent(PARCEL, 300));
        assertThat(codec.read(message(sent), After.Parcel.class)).contains(new After.ParcelSent(PARCEL, 300, null));
    }

    private static ObjectNode written(Record event) {
        return ((ObjectNode) JSON.valueToTree(event))
                .put("type", event.getClass().getSimpleName());
    }

    private static ConsumerRecord<String, String> message(ObjectNode text) {
        return new ConsumerRecord<>("topic", 0, 0, "key", text.toString());
    }

    private Optional<? extends Event> read(Class<? extends Event> type, ObjectNode text) {
        var family = Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(each -> each.isAssignableFrom(type))
                .findFirst()
                .orElseThrow()
                .asSubclass(Event.class);
        return codec.read(message(text), family);
    }

    private static ObjectNode pinned(Class<?> type) throws IOException {
        return resource(type.getSimpleName());
    }

    private static ObjectNode resource(String name) throws IOException {
        try (var file = EventCodecTest.class.getResourceAsStream("/events/" + name + ".json")) {
            return (ObjectNode) JSON.readTree(file);
        }
    }
}
