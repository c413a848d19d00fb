package dev.orderflow.replay;

import dev.orderflow.contracts.DeadLetterHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that a consumer gave up, as stored in the dead-letter topic.
 *
 * @param topic where it came from, with {@code partition} and {@code offset}; -1 where no header says its offset
 * @param diedAt when the consumer gave it up
 * @param group the consumer; null where no header names it
 * @param traceId of the trace in which it was given up, which is that of its order; null where no header has one
 * @param replays how often it was sent back before
 */
record DeadLetter(
        ConsumerRecord<byte[], byte[]> message,
        String topic,
        int partition,
        long offset,
        Instant diedAt,
        @Nullable String group,
        @Nullable String traceId,
        String reason,
        int replays) {

    /** Of the headers that Spring's DeadLetterPublishingRecoverer adds. */
    private static final String SPRINGS = "kafka_dlt-";

    /** See W3C Trace Context, 3.2. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    /** @param origin the topic whose dead these are, for one that has no header to say so */
    static DeadLetter of(ConsumerRecord<byte[], byte[]> message, String origin) {
        return new DeadLetter(
                message,
                text(message, SPRINGS + "original-topic").orElse(origin),
                number(message, SPRINGS + "original-partition", Integer.BYTES)
                        .map(Long::intValue)
                        .orElse(message.partition()),
                number(message, SPRINGS + "original-offset", Long.BYTES).orElse(-1L),
                Instant.ofEpochMilli(message.timestamp()),
                text(message, SPRINGS + "original-consumer-group")
                        .or(() -> text(message, DeadLetterHeaders.GROUP))
                        .orElse(null),
                text(message, "traceparent")
                        .map(TRACEPARENT::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .orElse(null),
                text(message, DeadLetterHeaders.REASON)
                        .or(() -> text(message, SPRINGS + "exception-message"))
                        .orElse("unknown"),
                text(message, DeadLetterHeaders.REPLAYS)
                        .filter(count -> count.matches("\\d{1,9}"))
                        .map(Integer::parseInt)
                        .orElse(0));
    }

    /**
     * The record as it was, same place, key, bytes and headers, with a count of its replays and the group that it is
     * for: the others of its topic receive it, too, and may have forgotten that they had its effect.
     */
    ProducerRecord<byte[], byte[]> revived() {
        var headers = new RecordHeaders();
        for (var header : message.headers()) {
            if (!isOfDeath(header)) {
                headers.add(header);
            }
        }
        headers.add(DeadLetterHeaders.REPLAYS, Integer.toString(replays + 1).getBytes(StandardCharsets.UTF_8));
        if (group != null) {
            headers.add(DeadLetterHeaders.GROUP, group.getBytes(StandardCharsets.UTF_8));
        }
        return new ProducerRecord<>(topic, partition, message.key(), message.value(), headers);
    }

    private static boolean isOfDeath(Header header) {
        return header.key().startsWith(SPRINGS)
                || header.key().equals(DeadLetterHeaders.REASON)
                || header.key().equals(DeadLetterHeaders.REPLAYS)
                || header.key().equals(DeadLetterHeaders.GROUP);
    }

    /** Where it lies. */
    String place() {
        return "%s-%d@%d".formatted(message.topic(), message.partition(), message.offset());
    }

    /** Where it came from. */
    String origin() {
        return offset < 0 ? "%s-%d".formatted(topic, partition) : "%s-%d@%d".formatted(topic, partition, offset);
    }

    Map<String, Object> describe() {
        var description = new LinkedHashMap<String, Object>();
        description.put("deadLetter", place());
        description.put("origin", origin());
        description.put("diedAt", diedAt.toString());
        description.put("key", text(message.key()));
        description.put("traceId", traceId);
        description.put("consumer", consumer());
        description.put("reason", reason);
        description.put("replays", replays);
        description.put("value", text(message.value()));
        return description;
    }

    @Override
    public String toString() {
        return "%s  %s  key %s  from %s, replayed %d times%n    trace %s%n    %s: %s"
                .formatted(
                        place(),
                        diedAt,
                        text(message.key()),
                        origin(),
                        replays,
                        traceId == null ? "unknown" : traceId,
                        consumer(),
                        reason);
    }

    private String consumer() {
        return group == null ? "unknown" : group;
    }

    private static Optional<String> text(ConsumerRecord<?, ?> message, String header) {
        return Optional.ofNullable(message.headers().lastHeader(header))
                .map(Header::value)
                .map(DeadLetter::text);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<Long> number(ConsumerRecord<?, ?> message, String header, int size) {
        return Optional.ofNullable(message.headers().lastHeader(header))
                .map(Header::value)
                .filter(bytes -> bytes.length == size)
                .map(bytes -> size == Integer.BYTES
                        ? ByteBuffer.wrap(bytes).getInt()
                        : ByteBuffer.wrap(bytes).getLong());
    }
}
