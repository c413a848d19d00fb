package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orderflow.replay.ReplayCommand;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script and the configuration that the Kafka pod starts with, and the rights that the Job kafka-access sets, on a
 * real broker.
 */
class KafkaAccessTest {

    private static final List<String> USERS =
            List.of("order", "payment", "notification", "replay-dead-letters", "monitoring");

    private final int port = Ports.free();
    private final int controller = Ports.free();
    private Child broker;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        var passwords = Files.createDirectory(folder.resolve("passwords"));
        for (var file : RenderedStore.files("kafka").entrySet()) {
            Files.writeString(
                    folder.resolve(file.getKey()),
                    file.getValue()
                            .replace(":9092", ":" + port)
                            .replace(":9093", ":" + controller)
                            .replaceAll("BROKER://kafka[^:]*:", "BROKER://127.0.0.1:")
                            .replaceAll("(?m)^log.dirs=.*$", "log.dirs=" + folder.resolve("data")));
        }
        for (var user : RenderedStore.users("kafka")) {
            Files.writeString(passwords.resolve(user), password(user));
        }
        // As in the images; Kafka is on this process's class path.
        for (var program : Map.of("kafka-storage.sh", "kafka.tools.StorageTool", "kafka-server-start.sh", "kafka.Kafka")
                .entrySet()) {
            var file = Files.writeString(
                    folder.resolve(program.getKey()),
                    "#!/bin/sh\nexec '%s' -Xmx256m -cp '%s' %s \"$@\"\n"
                            .formatted(
                                    Path.of(System.getProperty("java.home"), "bin", "java"),
                                    System.getProperty("java.class.path"),
                                    program.getValue()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        broker = Child.start(
                "kafka",
                folder,
                Map.of(
                        "START",
                        folder.toString(),
                        "PASSWORDS",
                        passwords.toString(),
                        "CONFIGURATION",
                        folder.resolve("made.properties").toString(),
                        "BIN",
                        folder.toString()),
                List.of("sh", "start.sh"));
        broker.await(() -> Ports.answers(port));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void eachServiceHasItsOwnTopicsAndNoOther() throws Exception {
        assertThat(RenderedStore.users("kafka"))
                .containsExactlyInAnyOrder(
                        "admin", "monitoring", "order", "payment", "notification", "replay-dead-letters");
        try (var admin = admin("order")) {
            assertThatThrownBy(() -> create(admin, "orders"))
                    .as("before its rights are set")
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
        assertThat(setAccess(RenderedStore.kafkaAccess())).contains("added").contains("0 removed");
        assertThat(setAccess(RenderedStore.kafkaAccess())).as("once more").contains("0 entries added, 0 removed");

        // Each makes its own topics, and no other.
        for (var user : USERS) {
            try (var admin = admin(user)) {
                for (var topic : List.of("orders", "orders.dead", "payments", "payments.dead", "mine")) {
                    if (topic.startsWith("orders") && user.equals("order")
                            || topic.startsWith("payments") && user.equals("payment")) {
                        create(admin, topic);
                    } else {
                        assertThatThrownBy(() -> create(admin, topic))
                                .as("%s makes %s", user, topic)
                                .hasCauseInstanceOf(AuthorizationException.class);
                    }
                }
            }
        }
        var written = Map.of(
                "order", List.of("orders", "payments.dead"),
                "payment", List.of("payments", "orders.dead"),
                "notification", List.of("payments.dead"),
                "replay-dead-letters", List.of("orders", "payments"),
                "monitoring", List.<String>of());
        var read = Map.of(
                "order", List.of("payments"),
                "payment", List.of("orders"),
                "notification", List.of("payments"),
                "replay-dead-letters", List.of("orders.dead", "payments.dead"),
                "monitoring", List.<String>of());
        for (var topic : List.of("orders", "orders.dead", "payments", "payments.dead")) {
            for (var user : USERS) {
                assertThat(writes(user, topic))
                        .as("%s writes %s", user, topic)
                        .isEqualTo(written.get(user).contains(topic));
            }
            for (var user : USERS) {
                assertThat(reads(user, user, topic))
                        .as("%s reads %s", user, topic)
                        .isEqualTo(read.get(user).contains(topic));
            }
        }
        assertThat(access("order", List.of()))
                .contains("payments: READ, DESCRIBE\n")
                .contains("payments.dead: WRITE, DESCRIBE\n")
                .doesNotContain("orders.dead: READ");
        // As the group of another it would move that one's position.
        assertThat(reads("notification", "order", "payments")).isFalse();
        try (var admin = admin("payment")) {
            assertThatThrownBy(
                            () -> admin.deleteTopics(List.of("payments")).all().get())
                    .hasCauseInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() ->
                            admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCauseInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() ->
                            admin.deleteConsumerGroups(List.of("order")).all().get())
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
        // What one has no longer, it loses.
        assertThat(setAccess(RenderedStore.kafkaAccess().stream()
                        .filter(right -> !right.equals("notification=consumes=payments"))
                        .toList()))
                .contains("0 entries added")
                .doesNotContain(" 0 removed");
        assertThat(reads("notification", "notification", "payments")).isFalse();
    }

    @Test
    void onABrokerThatOthersUseTooTheirEntriesStay() throws Exception {
        var theirs = List.of(
                entry("User:stranger", AclPermissionType.ALLOW),
                entry("User:stranger", AclPermissionType.DENY),
                entry("User:notification", AclPermissionType.ALLOW));
        try (var admin = admin("admin")) {
            admin.createAcls(theirs).all().get();
            assertThat(setAccess(Stream.concat(RenderedStore.kafkaAccess().stream(), Stream.of("--shared"))
                            .toList()))
                    .contains(" 1 removed");
            // The broker applies a change after it has acknowledged it.
            await().untilAsserted(() -> assertThat(
                            admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .containsAll(theirs.subList(0, 2))
                    .doesNotContain(theirs.getLast()));
        }
    }

    @Test
    void aReplayWarnsOfNothingWhereReplaysAreRememberedForAYearOrMayNotBeAsked() throws Exception {
        setAccess(RenderedStore.kafkaAccess());
        var user = "replay-dead-letters";
        try (var admin = admin(user)) {
            var settings = new ConfigResource(ConfigResource.Type.BROKER, "1");
            await().untilAsserted(() -> assertThat(admin.describeConfigs(List.of(settings))
                            .all()
                            .get()
                            .get(settings)
                            .get("offsets.retention.minutes")
                            .value())
                    .isEqualTo("525600"));
        }
        assertThat(access(user, List.of("--list"))).doesNotContain("warning");
        try (var admin = admin("admin")) {
            var cluster = new ResourcePatternFilter(ResourceType.CLUSTER, null, PatternType.ANY);
            var operations =
                    new AccessControlEntryFilter("User:" + user, null, AclOperation.ANY, AclPermissionType.ANY);
            assertThat(admin.deleteAcls(List.of(new AclBindingFilter(cluster, operations)))
                            .all()
                            .get())
                    .hasSize(1);
        }
        assertThat(access(user, List.of("--list")))
                .contains("0 dead letters waiting")
                .doesNotContain("warning");
    }

    private static AclBinding entry(String principal, AclPermissionType type) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "foreign", PatternType.LITERAL),
                new AccessControlEntry(principal, "*", AclOperation.READ, type));
    }

    @Test
    void anOrderServiceThatIsThereBeforeItsRightsGoesOnOnceItHasThem() throws Exception {
        try (var producer = producer("order");
                var admin = admin("order")) {
            assertThat(writes(producer, "orders")).isFalse();
            setAccess(RenderedStore.kafkaAccess());
            create(admin, "orders");
            assertThat(writes(producer, "orders")).isTrue();
        }
    }

    @Test
    void whoHasNoPasswordIsRefused() {
        try (var admin = Admin.create(settings("order", "wrong"))) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    /** With what shells, JAAS and properties files each treat in their own way. */
    private static String password(String user) {
        return user + "'s \"p\\a=ss\"";
    }

    private Map<String, Object> settings(String user, String password) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password.replace("\\", "\\\\").replace("\"", "\\\"")),
                "default.api.timeout.ms",
                10_000,
                "request.timeout.ms",
                5_000));
    }

    private Admin admin(String user) {
        return Admin.create(settings(user, password(user)));
    }

    /** Creates a topic as a service does, with a retention of its own. */
    private static void create(Admin admin, String topic) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(
                        new NewTopic(topic, 1, (short) 1).configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "60000"))))
                .all()
                .get();
    }

    private boolean writes(String user, String topic) throws InterruptedException {
        try (var producer = producer(user)) {
            return writes(producer, topic);
        }
    }

    private static boolean writes(KafkaProducer<String, String> producer, String topic) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            return true;
        } catch (ExecutionException | KafkaException e) {
            // By send itself where the refusal of a producer's id came before the message: then as the cause's cause.
            assertThat(e).rootCause().isInstanceOf(AuthorizationException.class);
            return false;
        }
    }

    private KafkaProducer<String, String> producer(String user) {
        var settings = settings(user, password(user));
        settings.remove("default.api.timeout.ms");
        settings.putAll(Map.of(
                "enable.idempotence",
                true,
                "acks",
                "all",
                "max.block.ms",
                10_000,
                "delivery.timeout.ms",
                10_000,
                "linger.ms",
                0));
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private boolean reads(String user, String group, String topic) {
        var settings = settings(user, password(user));
        settings.putAll(Map.of("group.id", group, "auto.offset.reset", "earliest", "enable.auto.commit", false));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            // Each topic was written by somebody before it is read.
            for (var polls = 0; polls < 20; polls++) {
                if (!consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
                    consumer.commitSync();
                    return true;
                }
            }
            throw new AssertionError(user + " finds nothing in " + topic + ", and is not refused");
        } catch (AuthorizationException e) {
            return false;
        }
    }

    private String setAccess(List<String> arguments) {
        return access("admin", arguments);
    }

    private String access(String user, List<String> rights) {
        var arguments = new ArrayList<>(rights);
        if (rights.isEmpty()) {
            arguments.add("access");
        }
        var environment = new HashMap<String, String>();
        settings(user, password(user))
                .forEach((key, value) -> environment.put(
                        key.equals("bootstrap.servers")
                                ? "SPRING_KAFKA_BOOTSTRAPSERVERS"
                                : "SPRING_KAFKA_PROPERTIES_"
                                        + key.toUpperCase(Locale.ROOT).replace('.', '_'),
                        value.toString()));
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true);
        assertThat(ReplayCommand.run(environment, stream, stream, arguments.toArray(String[]::new)))
                .as(out.toString())
                .isZero();
        return out.toString();
    }
}
