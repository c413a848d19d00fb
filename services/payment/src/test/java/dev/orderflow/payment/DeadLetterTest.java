package dev.orderflow.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.messaging.EventCodec;
import dev.orderflow.replay.ReplayCommand;
import dev.orderflow.testkit.Broker;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real broker and a real PostgreSQL: into the topic of the dead, and out of it by the replay. */
@SpringBootTest(
        properties = {"orderflow.clients.auth.url=http://127.0.0.1:1", "orderflow.messaging.retry-at-least=10s"})
class DeadLetterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** As the property above. */
    private static final Duration RETRY_AT_LEAST = Duration.ofSeconds(10);

    private static EmbeddedPostgres postgres;
    private static Broker broker;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EventCodec codec;

    private final UUID order = UUID.randomUUID();

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) throws Exception {
        broker = Broker.start();
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        try (var admin = admin()) {
            // The order service's part.
            admin.createTopics(List.of(
                            new NewTopic("orders", 3, (short) 1),
                            new NewTopic("orders.dead", 3, (short) 1).configs(Map.of("max.message.bytes", "2097152"))))
                    .all()
                    .get();
        }
        properties.add("spring.kafka.bootstrap-servers", broker::bootstrapServers);
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        postgres.close();
    }

    /** Another test's. */
    @BeforeEach
    void noDeadLetters() throws Exception {
        try (var consumer = consumer();
                var admin = admin()) {
            var partitions = consumer.partitionsFor("orders.dead").stream()
                    .map(info -> new TopicPartition("orders.dead", info.partition()))
                    .toList();
            admin.deleteRecords(consumer.endOffsets(partitions).entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue()))))
                    .all()
                    .get();
        }
    }

    @Test
    void theLargestRecordDiesAndTheNextIsProcessed() throws Exception {
        kafka.send("orders", order.toString(), "x".repeat(1_047_500)).get();
        var event =
                new OrderPlaced(UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", "card_4242", Instant.now());
        kafka.send("orders", order.toString(), codec.write(event)).get();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("payment", "order_id", order)).isEqualTo(1));
        var dead = dead(1).getFirst();
        assertThat(dead.value()).hasSize(1_047_500);
        assertThat(header(dead, "dead-letter-reason"))
                .startsWith("UndecodableEventException")
                .hasSizeLessThan(1100);
    }

    @Test
    void anEventThatTheBrokerWouldSoonForgetIsDeadAndAYoungerOneWaits() throws Exception {
        var young = new OrderPlaced(
                UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 1198, "EUR", "card_4242", Instant.now());
        // No constraint that the row breaks: a fault that may go away.
        jdbc.sql("alter table payment rename to payment_away").update();
        try {
            kafka.send(old(order)).get();
            kafka.send(new ProducerRecord<>("orders", 1, young.orderId().toString(), codec.write(young)))
                    .get();
            assertThat(header(dead(1).getFirst(), "dead-letter-reason")).contains("payment");
        } finally {
            jdbc.sql("alter table payment_away rename to payment").update();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count("payment", "order_id", young.orderId()))
                        .isEqualTo(1));
        assertThat(count("payment", "order_id", order)).isZero();
        replay();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("payment", "order_id", order)).isEqualTo(1));
    }

    /** A cluster that was stopped over a weekend, whose database starts after its broker. */
    @Test
    void anOldEventOutlivesADatabaseThatIsAwayForSomeSeconds() throws Exception {
        jdbc.sql("alter table payment rename to payment_away").update();
        try {
            kafka.send(old(order)).get();
            await().during(RETRY_AT_LEAST.dividedBy(4)).atMost(PATIENCE).until(this::dead, List::isEmpty);
        } finally {
            jdbc.sql("alter table payment_away rename to payment").update();
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("payment", "order_id", order)).isEqualTo(1));
        assertThat(dead()).isEmpty();
    }

    @Test
    void oldEventsWhoseEffectAlwaysFailsAreRetriedTogetherNotOneAfterTheOther() throws Exception {
        // No constraint that the row breaks: a fault that may go away, and does not.
        jdbc.sql("create table unwanted (order_id uuid)").update();
        jdbc.sql("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if exists (select from unwanted where order_id = new.order_id) then raise exception 'unwanted'; end if;
                    return new;
                end $$""").update();
        jdbc.sql("create trigger refuse before insert on payment for each row execute function refuse()")
                .update();
        try {
            var wanted = new ArrayList<UUID>();
            var begun = Instant.now();
            for (var i = 0; i < 10; i++) {
                var unwanted = UUID.randomUUID();
                jdbc.sql("insert into unwanted values (:id)")
                        .param("id", unwanted)
                        .update();
                kafka.send(old(unwanted)).get();
                wanted.add(UUID.randomUUID());
                kafka.send(old(wanted.getLast())).get();
            }
            await().atMost(RETRY_AT_LEAST.multipliedBy(10)).until(this::dead, found -> found.size() == 10);
            assertThat(Duration.between(begun, Instant.now()))
                    .isBetween(RETRY_AT_LEAST, RETRY_AT_LEAST.multipliedBy(3));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wanted)
                            .allSatisfy(each -> assertThat(count("payment", "order_id", each))
                                    .isEqualTo(1)));
        } finally {
            jdbc.sql("drop trigger refuse on payment").update();
        }
    }

    @Test
    void eventsAreKeptLongerThanABlockedConsumerWaitsAndAreOnTheDisk() throws Exception {
        try (var admin = admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "payments");
            await().atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().contains("payments"));
            var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(Duration.ofMillis(
                            Long.parseLong(config.get("retention.ms").value())))
                    .isEqualTo(Duration.ofDays(3));
            assertThat(config.get("flush.messages").value()).isEqualTo("1");
        }
    }

    @Test
    void whatIsNoEventDiesWithItsReasonAndComesBackToDieAgain() throws Exception {
        var text = "{\"orderId\":\"" + order + "\"}";
        var sent = kafka.send("orders", order.toString(), text).get().getRecordMetadata();
        var place = "orders-%d@%d".formatted(sent.partition(), sent.offset());
        var dead = dead(1).getFirst();
        assertThat(dead.value()).isEqualTo(text);
        assertThat(dead.key()).isEqualTo(order.toString());
        assertThat(dead.partition()).isEqualTo(sent.partition());
        assertThat(header(dead, "dead-letter-reason"))
                .isEqualTo("UndecodableEventException: " + place + " is no event: it has no type");
        assertThat(header(dead, "kafka_dlt-original-topic")).isEqualTo("orders");
        assertThat(header(dead, "kafka_dlt-original-consumer-group")).isEqualTo("payment");
        assertThat(ByteBuffer.wrap(dead.headers()
                                .lastHeader("kafka_dlt-original-offset")
                                .value())
                        .getLong())
                .isEqualTo(sent.offset());

        assertThat(replay())
                .contains("UndecodableEventException: " + place + " is no event: it has no type")
                .contains("1 dead letters replayed");
        var again = dead(2).getLast();
        assertThat(again.value()).isEqualTo(text);
        assertThat(again.partition()).isEqualTo(sent.partition());
        assertThat(header(again, "dead-letter-replays")).isEqualTo("1");
        assertThat(header(again, "dead-letter-group")).isEqualTo("payment");
        assertThat(again.headers().headers("kafka_dlt-original-topic")).hasSize(1);
        assertThat(again.headers().headers("dead-letter-reason")).hasSize(1);
        // What it was given up for now, and not what it was at first.
        assertThat(ByteBuffer.wrap(again.headers()
                                .lastHeader("kafka_dlt-original-offset")
                                .value())
                        .getLong())
                .isGreaterThan(sent.offset());
    }

    @Test
    void whatIsMendedMeanwhileHasItsEffectOnceHoweverOftenItIsReplayed() throws Exception {
        var event =
                new OrderPlaced(UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", "card_4242", Instant.now());
        jdbc.sql("alter table payment add constraint broken check (order_id <> '" + order + "')")
                .update();
        try {
            kafka.send("orders", order.toString(), codec.write(event)).get();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(dead(0))
                            .anySatisfy(dead -> assertThat(header(dead, "dead-letter-reason"))
                                    .startsWith("DataIntegrityViolationException")
                                    .contains("broken")));
            assertThat(count("processed_event", "event_id", event.eventId())).isZero();
        } finally {
            jdbc.sql("alter table payment drop constraint broken").update();
        }
        replay();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(count("payment", "order_id", order)).isEqualTo(1));
        try (var admin = admin()) {
            // As a crash leaves it that comes after the send and before the commit.
            admin.deleteConsumerGroups(List.of("replay-dead-letters")).all().get();
        }
        assertThat(replay()).contains(order.toString());
        await().atMost(PATIENCE).until(DeadLetterTest::allIsConsumed);
        assertThat(count("payment", "order_id", order)).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from outbox where key = :key")
                        .param("key", order.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    /** Both read the topic; the other had no effect of it yet, which this service may have had long ago. */
    @Test
    void whatAnotherConsumerGaveUpIsPassedOver() throws Exception {
        var event =
                new OrderPlaced(UUID.randomUUID(), order, UUID.randomUUID(), 1198, "EUR", "card_4242", Instant.now());
        var letter = new ProducerRecord<>("orders.dead", 0, order.toString(), codec.write(event));
        letter.headers()
                .add("kafka_dlt-original-topic", "orders".getBytes(UTF_8))
                .add("kafka_dlt-original-consumer-group", "shipping".getBytes(UTF_8));
        kafka.send(letter).get();
        assertThat(replay()).contains("1 dead letters replayed");
        await().atMost(PATIENCE).until(DeadLetterTest::allIsConsumed);
        assertThat(count("payment", "order_id", order)).isZero();
        assertThat(count("processed_event", "event_id", event.eventId())).isZero();
    }

    @Test
    void theDeadWaitForEver() throws Exception {
        try (var admin = admin()) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "payments.dead");
            await().atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().contains("payments.dead"));
            assertThat(admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("-1");
        }
    }

    /** An event that was sent before the day after which it is dead; of this test by its key, whatever its order. */
    private ProducerRecord<String, String> old(UUID orderId) {
        var event =
                new OrderPlaced(UUID.randomUUID(), orderId, UUID.randomUUID(), 1198, "EUR", "card_4242", Instant.now());
        return new ProducerRecord<>(
                "orders",
                0,
                Instant.now().minus(Duration.ofHours(25)).toEpochMilli(),
                order.toString(),
                codec.write(event));
    }

    private int count(String table, String column, UUID id) {
        return jdbc.sql("select count(*) from %s where %s = :id".formatted(table, column))
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private static String replay() {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, UTF_8);
        assertThat(ReplayCommand.run(
                        Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", broker.bootstrapServers()),
                        stream,
                        stream,
                        "--topic",
                        "orders"))
                .as(out.toString(UTF_8))
                .isZero();
        return out.toString(UTF_8);
    }

    private static boolean allIsConsumed() throws Exception {
        try (var consumer = consumer();
                var admin = admin()) {
            var partitions = consumer.partitionsFor("orders").stream()
                    .map(info -> new TopicPartition("orders", info.partition()))
                    .toList();
            var committed = admin.listConsumerGroupOffsets("payment")
                    .partitionsToOffsetAndMetadata()
                    .get();
            return consumer.endOffsets(partitions).entrySet().stream()
                    .allMatch(end ->
                            end.getValue() == 0 || committed.get(end.getKey()).offset() == end.getValue());
        }
    }

    /** The dead letters of this test's order, once there are so many. */
    private List<ConsumerRecord<String, String>> dead(int atLeast) {
        return await().atMost(PATIENCE).until(this::dead, found -> found.size() >= atLeast);
    }

    private List<ConsumerRecord<String, String>> dead() {
        return broker.records("orders.dead").stream()
                .filter(message -> message.key().equals(order.toString()))
                .toList();
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static String header(ConsumerRecord<?, ?> message, String name) {
        return new String(message.headers().lastHeader(name).value(), UTF_8);
    }
}
