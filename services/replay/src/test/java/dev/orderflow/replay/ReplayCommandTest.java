package dev.orderflow.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.Broker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** On a real broker: what is sent back, to where, as what, and what is remembered of it. */
class ReplayCommandTest {

    private static final List<String> TOPICS = List.of("orders", "orders.dead", "payments", "payments.dead");

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static Broker broker;
    private static Admin admin;
    private static KafkaProducer<String, String> producer;

    /** Distinguishes a test's records from those of the others. */
    private final String key = UUID.randomUUID().toString();

    private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(TOPICS.stream()
                        .map(name -> new NewTopic(name, 3, (short) 1))
                        .toList())
                .all()
                .get();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        admin.close();
        broker.close();
    }

    @BeforeEach
    void nothingWaits() throws Exception {
        try (var consumer = consumer()) {
            consumer.endOffsets(partitions(consumer, "orders.dead"))
                    .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
            consumer.endOffsets(partitions(consumer, "payments.dead"))
                    .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        }
        forget();
    }

    /** Sets the group back to where it was before the test. */
    private void forget() throws Exception {
        admin.alterConsumerGroupOffsets(DeadLetters.GROUP, ends).all().get();
    }

    @Test
    void isSentBackToItsPlaceWithItsKeyAndHeadersAndACount() throws Exception {
        die("orders", 2, "no event", "traceparent", TRACEPARENT);
        assertThat(replay()).isZero();
        var message = living("orders").getFirst();
        assertThat(message.partition()).isEqualTo(2);
        assertThat(message.key()).isEqualTo(key);
        assertThat(message.value()).isEqualTo("no event");
        assertThat(headers(message))
                .containsExactlyInAnyOrder(
                        "traceparent=" + TRACEPARENT, "dead-letter-replays=1", "dead-letter-group=payment");
        assertThat(out.toString())
                .contains("key " + key + "  from orders-2@7, replayed 0 times")
                .contains("trace " + TRACE)
                .contains("payment: UndecodableEventException: it has no type")
                .contains("sent to orders-2@" + message.offset())
                .contains("1 dead letters replayed");
    }

    @Test
    void isCountedEachTimeItDiesAgain() throws Exception {
        die("orders", 0, "no event", "dead-letter-replays", "1", "dead-letter-group", "payment");
        replay();
        assertThat(headers(living("orders").getFirst()))
                .containsExactlyInAnyOrder("dead-letter-replays=2", "dead-letter-group=payment");
    }

    @Test
    void isSentBackOnce() throws Exception {
        die("orders", 0, "no event");
        replay();
        assertThat(replay()).isZero();
        assertThat(living("orders")).hasSize(1);
        assertThat(out.toString()).endsWith("0 dead letters replayed" + System.lineSeparator());
    }

    @Test
    void isSentAgainWhereTheOffsetOfItsReplayWasNotWritten() throws Exception {
        die("orders", 0, "no event");
        replay();
        // What a crash after the send and before the commit leaves behind.
        forget();
        replay();
        assertThat(living("orders")).hasSize(2);
    }

    @Test
    void aListSendsNothingAndRemembersNothing() throws Exception {
        die("orders", 1, "no event");
        for (var i = 0; i < 2; i++) {
            out.reset();
            assertThat(replay("--list")).isZero();
            assertThat(out.toString())
                    .contains("UndecodableEventException: it has no type")
                    .contains("1 dead letters waiting");
        }
        assertThat(living("orders")).isEmpty();
    }

    @Test
    void aListOfSomeSaysHowManyWait() throws Exception {
        for (var i = 0; i < 5; i++) {
            die("orders", i % 3, "no event");
        }
        replay("--list", "--limit", "2");
        assertThat(out.toString()).contains("5 dead letters waiting, 2 shown");
        replay("--limit", "2");
        assertThat(out.toString()).contains("2 dead letters replayed, 3 still waiting");
        out.reset();
        replay("--list");
        assertThat(out.toString()).contains("3 dead letters waiting" + System.lineSeparator());
        replay("--list", "--limit", "1", "-o", "json");
        var count = new JsonMapper().readTree(out.toString().lines().toList().getLast());
        assertThat(count.path("waiting").asInt()).isEqualTo(3);
        assertThat(count.path("shown").asInt()).isEqualTo(1);
    }

    @Test
    void onlyTheTopicThatIsAskedForAndOnlySoMany() throws Exception {
        for (var i = 0; i < 5; i++) {
            die("orders", 0, "order " + i);
            die("payments", 0, "payment " + i);
        }
        replay("--topic", "payments", "--limit", "2");
        replay("--topic", "payments", "--limit", "2");
        assertThat(living("orders")).isEmpty();
        assertThat(living("payments"))
                .extracting(ConsumerRecord::value)
                .containsExactly("payment 0", "payment 1", "payment 2", "payment 3");
    }

    @Test
    void oneThatIsNotTakenBackStaysAndIsNamed() throws Exception {
        var place = die("gone", "orders", 0, "no event");
        assertThat(replay()).isEqualTo(1);
        assertThat(errors.toString()).contains(place).contains("still waits");
        admin.createTopics(List.of(new NewTopic("gone", 3, (short) 1))).all().get();
        assertThat(replay()).isZero();
        assertThat(living("gone")).hasSize(1);
    }

    @Test
    void oneWithoutHeadersGoesWhereItsTopicSays() throws Exception {
        producer.send(new ProducerRecord<>("payments.dead", 1, key, "by hand")).get();
        replay();
        assertThat(living("payments").getFirst().partition()).isEqualTo(1);
        assertThat(headers(living("payments").getFirst()))
                .as("for every group")
                .containsExactly("dead-letter-replays=1");
        assertThat(out.toString())
                .contains("from payments-1, replayed 0 times")
                .contains("trace unknown")
                .contains("unknown: unknown");
    }

    @Test
    void asJsonEachIsALine() throws Exception {
        var place = die("orders", 0, "no event", "traceparent", TRACEPARENT);
        replay("-o", "json");
        var lines = out.toString()
                .lines()
                .map(line -> new JsonMapper().readTree(line))
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("deadLetter").asString()).isEqualTo(place);
        assertThat(lines.getFirst().path("reason").asString()).isEqualTo("UndecodableEventException: it has no type");
        assertThat(lines.getFirst().path("traceId").asString()).isEqualTo(TRACE);
        assertThat(lines.getFirst().path("sentTo").asString())
                .isEqualTo("orders-0@" + living("orders").getFirst().offset());
        assertThat(lines.getLast().path("replayed").asInt()).isEqualTo(1);
        assertThat(lines.getLast().path("waiting").asInt(-1)).isZero();
        assertThat(lines.getLast().path("warning").asString()).contains("offsets.retention.minutes");
    }

    @Test
    void whereNothingEverDiedThereIsNothingToDo() {
        var options = new Options(List.of("never-made"), Long.MAX_VALUE, false, false);
        assertThat(new DeadLetters(KafkaSettings.of(at(broker.bootstrapServers())))
                        .visit(options, (letter, sentTo) -> {}))
                .isEqualTo(new DeadLetters.Visit(0, 0));
    }

    /** The broker forgets the position of each partition by itself, so long after it was written. */
    @Test
    void theBrokerIsRemindedOfEachPartitionByAReplayAndOfNoneByAList() {
        var before = rememberedPositions();
        replay("--list");
        assertThat(rememberedPositions()).isEqualTo(before);
        replay();
        assertThat(rememberedPositions()).isEqualTo(before + 6);
    }

    private static long rememberedPositions() {
        return broker.records("__consumer_offsets").stream()
                .filter(message -> message.key().contains(DeadLetters.GROUP)
                        && message.key().contains(".dead"))
                .count();
    }

    /** The broker of the tests has Kafka's default. */
    @Test
    void aBrokerThatForgetsAfterAWeekWhatWasSentBackIsNamed() {
        assertThat(replay("--list")).isZero();
        assertThat(errors.toString())
                .contains("offsets.retention.minutes is 10080")
                .contains("525600");
    }

    @Test
    void aBrokerThatIsAwayIsNamed() {
        assertThat(ReplayCommand.run(at("127.0.0.1:1"), stream(out), stream(errors)))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("The replay broke off").contains("check SPRING_KAFKA_BOOTSTRAPSERVERS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "access", "access order=produces=orders"})
    void aSettingThatNoClientTakesIsNamedWithTheReason(String arguments) {
        var environment = new HashMap<>(at("127.0.0.1:1"));
        environment.put("SPRING_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL");
        environment.put("SPRING_KAFKA_PROPERTIES_SSL_TRUSTSTORE_LOCATION", "/never/made.pem");
        environment.put("SPRING_KAFKA_PROPERTIES_SSL_TRUSTSTORE_TYPE", "PEM");
        assertThat(ReplayCommand.run(
                        environment,
                        stream(out),
                        stream(errors),
                        arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(1);
        assertThat(errors.toString())
                .contains("IOException: Unable to read file /never/made.pem")
                .contains("SPRING_KAFKA_PROPERTIES_SSL_TRUSTSTORE_LOCATION");
    }

    private static Map<String, String> at(String servers) {
        return Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", servers);
    }

    private int replay(String... arguments) {
        return ReplayCommand.run(at(broker.bootstrapServers()), stream(out), stream(errors), arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }

    private String die(String topic, int partition, String value, String... headers) throws Exception {
        return die(topic, topic, partition, value, headers);
    }

    /** As the services' recoverer leaves it; returns its place. */
    private String die(String origin, String topic, int partition, String value, String... headers) throws Exception {
        var message = new ProducerRecord<>(topic + ".dead", partition, key, value);
        for (var i = 0; i < headers.length; i += 2) {
            message.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        message.headers()
                .add("kafka_dlt-original-topic", origin.getBytes(UTF_8))
                .add(
                        "kafka_dlt-original-partition",
                        ByteBuffer.allocate(4).putInt(partition).array())
                .add(
                        "kafka_dlt-original-offset",
                        ByteBuffer.allocate(8).putLong(7).array())
                .add("kafka_dlt-original-consumer-group", "payment".getBytes(UTF_8))
                .add("kafka_dlt-exception-message", "Listener failed".getBytes(UTF_8))
                .add("dead-letter-reason", "UndecodableEventException: it has no type".getBytes(UTF_8));
        var sent = producer.send(message).get();
        return "%s-%d@%d".formatted(sent.topic(), sent.partition(), sent.offset());
    }

    /** This test's records of a topic. */
    private List<ConsumerRecord<String, String>> living(String topic) {
        return broker.records(topic).stream()
                .filter(message -> message.key().equals(key))
                .toList();
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static List<String> headers(ConsumerRecord<String, String> message) {
        return StreamSupport.stream(message.headers().spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .toList();
    }
}
