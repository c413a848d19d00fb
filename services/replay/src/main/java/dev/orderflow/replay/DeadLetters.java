package dev.orderflow.replay;

import dev.orderflow.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The dead letters of a broker. Which were sent back is the offset of a consumer group of its own: it moves past one
 * when the broker has acknowledged it in its old place. After an interruption in between, a record is sent again; its
 * consumer recognises an event that comes again within the retention of processed events. The broker forgets an offset,
 * too, see {@link OffsetRetention}.
 */
final class DeadLetters {

    static final String GROUP = "replay-dead-letters";

    /** For each answer of the broker. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaSettings settings;

    DeadLetters(KafkaSettings settings) {
        this.settings = settings;
    }

    /** Receives each dead letter, with the topic it was sent to; empty where it was only looked at. */
    interface Listener {
        void found(DeadLetter letter, Optional<String> sentTo);
    }

    /**
     * Counts of dead letters.
     *
     * @param seen how many were shown or sent back
     * @param waited how many waited before
     */
    record Visit(long seen, long waited) {}

    /**
     * Goes through what lay there when it was called: one that is sent back and dies again waits for the next time.
     *
     * @throws KafkaException where the broker cannot be reached or does not take one back
     */
    Visit visit(Options options, Listener listener) {
        var seen = 0L;
        try (var consumer = consumer();
                var producer = producer()) {
            var origins = origins(consumer, options.topics());
            consumer.assign(origins.keySet());
            var ends = consumer.endOffsets(origins.keySet());
            var waited = waiting(consumer, ends);
            if (!options.listOnly()) {
                remindOf(origins.keySet(), consumer);
            }
            var receivedAt = System.nanoTime();
            while (seen < options.limit() && isBefore(consumer, ends)) {
                var messages = consumer.poll(Duration.ofSeconds(1));
                if (!messages.isEmpty()) {
                    receivedAt = System.nanoTime();
                } else if (System.nanoTime() - receivedAt > PATIENCE.toNanos()) {
                    throw new KafkaException(
                            "the broker gave no record for " + PATIENCE.toSeconds() + " s, though some wait");
                }
                for (var message : messages) {
                    var place = new TopicPartition(message.topic(), message.partition());
                    var origin = origins.get(place);
                    var end = ends.get(place);
                    if (origin == null || end == null) {
                        throw new KafkaException("the broker gave a record of " + place + ", which nobody asked for");
                    }
                    if (seen < options.limit() && message.offset() < end) {
                        var letter = DeadLetter.of(message, origin);
                        listener.found(
                                letter,
                                options.listOnly() ? Optional.empty() : Optional.of(sendBack(letter, producer)));
                        if (!options.listOnly()) {
                            consumer.commitSync(Map.of(place, new OffsetAndMetadata(message.offset() + 1)));
                        }
                        seen++;
                    }
                }
            }
            return new Visit(seen, waited);
        }
    }

    /** The partitions of the topics of the dead, and the topic of each one's living; none of a topic not made yet. */
    private static Map<TopicPartition, String> origins(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        var existing = consumer.listTopics();
        var origins = new HashMap<TopicPartition, String>();
        for (var topic : topics) {
            for (var partition : existing.getOrDefault(Topics.dead(topic), List.of())) {
                origins.put(new TopicPartition(partition.topic(), partition.partition()), topic);
            }
        }
        return origins;
    }

    /** Counted by offsets alone: a topic of the dead has a record at each. */
    private static long waiting(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var begins = consumer.beginningOffsets(ends.keySet());
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue()
                        // A position may be of a record that was deleted since.
                        - Math.max(consumer.position(end.getKey()), begins.getOrDefault(end.getKey(), 0L)))
                .filter(count -> count > 0)
                .sum();
    }

    /**
     * Commits each position once more. The broker forgets each partition's by itself, so long after it was committed:
     * also that of a partition in which nothing died since, while those of others move on.
     */
    private static void remindOf(Set<TopicPartition> partitions, KafkaConsumer<byte[], byte[]> consumer) {
        consumer.commitSync(partitions.stream()
                .collect(Collectors.toMap(
                        Function.identity(), partition -> new OffsetAndMetadata(consumer.position(partition)))));
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private static String sendBack(DeadLetter letter, KafkaProducer<byte[], byte[]> producer) {
        try {
            var sent = producer.send(letter.revived()).get();
            return "%s-%d@%d".formatted(sent.topic(), sent.partition(), sent.offset());
        } catch (ExecutionException e) {
            throw new KafkaException(letter.place() + " was not taken back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(letter.place() + " was interrupted", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return settings.client(
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                        5000),
                all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return settings.client(
                Map.of(
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000,
                        ProducerConfig.LINGER_MS_CONFIG, 0),
                all -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
