package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Runs a Kafka broker on 127.0.0.1, which is also its own controller. Its data survives {@link #kill}. Creates no topic
 * by itself.
 */
public final class Broker implements AutoCloseable {

    private final Path folder;
    private final Path data;
    private final Path configuration;
    private final int port = Ports.free();
    private Child process;

    private Broker(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        data = Files.createTempDirectory("orderflow-kafka");
        configuration =
                Files.writeString(this.folder.resolve("kafka.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=127.0.0.1:%2$d
                listeners=BROKER://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=BROKER://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=BROKER
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.num.partitions=3
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                group.initial.rebalance.delay.ms=0
                """.formatted(port, Ports.free(), data));
        java(
                        "kafka-format",
                        "kafka.tools.StorageTool",
                        "format",
                        "--standalone",
                        "--cluster-id",
                        "orderflow-local-0000000",
                        "--config",
                        configuration.toString())
                .finish(Child.START);
        process = run();
    }

    /** Starts a broker for a module's tests, with its log in the module's target folder. */
    public static Broker start() {
        return start(Path.of("target/broker"));
    }

    /**
     * Starts a broker.
     *
     * @param folder for its log and configuration
     * @throws IllegalStateException if the broker does not start; the message holds the end of its log
     */
    public static Broker start(Path folder) {
        try {
            var broker = new Broker(folder);
            broker.await();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts the broker again, on the same port and with the same data. */
    public void resume() {
        process = run();
        await();
    }

    private Child run() {
        return java("kafka", "kafka.Kafka", configuration.toString());
    }

    private void await() {
        process.await(() -> Ports.answers(port));
    }

    /** Kills the broker, as a crash would. */
    public void kill() {
        process.kill();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Returns all that a topic holds now, each partition in its sequence. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Starts a program of Kafka, which is on the class path of this process. */
    private Child java(String name, String... mainAndArguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Neither program lives long enough for C2 to be worth its threads.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        return Child.start(name, folder, Map.of(), command);
    }

    /** Ends the broker and deletes its data. */
    @Override
    public void close() {
        process.close();
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
