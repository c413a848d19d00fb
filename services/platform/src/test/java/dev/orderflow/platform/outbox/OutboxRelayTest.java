package dev.orderflow.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Broker;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * On a real PostgreSQL and a real broker: every event, an order's in sequence, however many relays and whatever is
 * away.
 */
class OutboxRelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORDERS = 20;

    private static Broker broker;
    private static EmbeddedPostgres postgres;
    private static JdbcClient jdbc;

    private final String topic = "orders-" + UUID.randomUUID();
    private final List<Pod> pods = new ArrayList<>();

    /** A pod's relay, with connections and a producer of its own. */
    private record Pod(OutboxRelay relay, DefaultKafkaProducerFactory<String, String> producers) {

        static Pod create() {
            var dataSource = dataSource();
            var producers = new DefaultKafkaProducerFactory<String, String>(
                    // As orderflow-platform.yaml has it, but that a broker is found to be away sooner.
                    Map.of(
                            "bootstrap.servers", broker.bootstrapServers(),
                            "acks", "all",
                            "enable.idempotence", true,
                            "delivery.timeout.ms", 2000,
                            "request.timeout.ms", 1000,
                            "max.block.ms", 1000,
                            "linger.ms", 0),
                    new StringSerializer(),
                    new StringSerializer());
            return new Pod(
                    new OutboxRelay(
                            JdbcClient.create(dataSource),
                            new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
                            new KafkaTemplate<>(producers),
                            new OutboxProperties(Duration.ofMillis(20), 7)),
                    producers);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start();
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        jdbc = JdbcClient.create(dataSource());
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        postgres.close();
    }

    @BeforeEach
    void empty() throws Exception {
        jdbc.sql("truncate outbox").update();
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    @AfterEach
    void end() {
        pods.forEach(pod -> {
            pod.relay().stop();
            pod.producers().destroy();
        });
    }

    @Test
    void underTwoRelaysAtOnceEachEventIsSentOnceAndAnOrdersInSequence() throws Exception {
        startPod();
        startPod();
        write(0, 25);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
        var sent = broker.records(topic);
        assertThat(sent).hasSize(ORDERS * 25);
        for (var order = 0; order < ORDERS; order++) {
            assertThat(of(order, sent)).isEqualTo(IntStream.range(0, 25).boxed().toList());
        }
    }

    @Test
    void whatIsWrittenWhileTheBrokerIsAwayIsSentInSequenceOnceItIsBack() throws Exception {
        startPod();
        startPod();
        write(0, 5);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
        broker.kill();
        write(5, 10);
        // Long enough for sends to fail: what failed is not marked as sent.
        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(() -> waiting() == ORDERS * 5);
        broker.resume();
        write(10, 15);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
        var sent = broker.records(topic);
        for (var order = 0; order < ORDERS; order++) {
            // At least once: what comes again is known by its id; its first coming is in sequence.
            assertThat(new LinkedHashSet<>(of(order, sent)))
                    .containsExactlyElementsOf(IntStream.range(0, 15).boxed().toList());
        }
    }

    @Test
    void aRelayThatDiesBeforeItsCommitLeavesItAllToTheNext() throws Exception {
        write(0, 1);
        try (var connection = dataSource().getConnection();
                var statement = connection.createStatement()) {
            // What the relay does last fails, as where its pod is gone by then: the sends are done.
            statement.execute("alter table outbox add constraint gone check (published_at is null)");
            var pod = pod();
            assertThatThrownBy(() -> pod.relay().relay()).hasMessageContaining("gone");
            assertThat(waiting()).isEqualTo(ORDERS);
            statement.execute("alter table outbox drop constraint gone");
        }
        startPod();
        await().atMost(PATIENCE).until(() -> waiting() == 0);
        assertThat(broker.records(topic).stream().map(ConsumerRecord::value).distinct())
                .hasSize(ORDERS);
    }

    private Pod pod() {
        var pod = Pod.create();
        pods.add(pod);
        return pod;
    }

    private void startPod() {
        pod().relay().start();
    }

    /** Events of all orders from one number to another, by as many writers; an order's one after the other. */
    private void write(int from, int to) throws Exception {
        List<Callable<Void>> writers = IntStream.range(0, ORDERS)
                .<Callable<Void>>mapToObj(order -> () -> {
                    for (var number = from; number < to; number++) {
                        jdbc.sql("insert into outbox (id, topic, key, payload) values (gen_random_uuid(), ?, ?, ?)")
                                .params(topic, "order " + order, order + " " + number)
                                .update();
                    }
                    return null;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }
    }

    private static int waiting() {
        return jdbc.sql("select count(*) from outbox where published_at is null")
                .query(Integer.class)
                .single();
    }

    private static List<Integer> of(int order, List<ConsumerRecord<String, String>> sent) {
        return sent.stream()
                .filter(message -> message.key().equals("order " + order))
                .map(message -> Integer.valueOf(message.value().split(" ")[1]))
                .toList();
    }

    private static DataSource dataSource() {
        return postgres.getDatabase("postgres", "postgres", Map.of("currentSchema", "orders"));
    }
}
