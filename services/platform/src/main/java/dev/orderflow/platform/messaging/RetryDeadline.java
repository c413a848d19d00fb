package dev.orderflow.platform.messaging;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event whose effect failed is retried: until it is {@link MessagingProperties#deadAfter} old, and
 * for at least {@link MessagingProperties#retryAtLeast}, however old it is.
 *
 * <p>That least time is one for a partition's streak of failures, not for each event: a backlog of old events whose
 * effect always fails blocks its partition once. It begins anew where a retry succeeded, for then the fault was one
 * that goes away, or where nothing has failed for as long.
 */
final class RetryDeadline {

    private final Duration deadAfter;
    private final Duration retryAtLeast;
    private final InstantSource clock;
    private final ConcurrentMap<TopicPartition, Streak> streaks = new ConcurrentHashMap<>();

    RetryDeadline(MessagingProperties properties, InstantSource clock) {
        this.deadAfter = properties.deadAfter();
        this.retryAtLeast = properties.retryAtLeast();
        this.clock = clock;
    }

    /**
     * Failures of a partition's events, the last one's state among them.
     *
     * @param since when the first failed, in ms since the epoch
     * @param offset of the event that failed last
     * @param failed when it failed last, in ms since the epoch
     * @param isDead whether it is not retried
     */
    private record Streak(long since, long offset, long failed, boolean isDead) {}

    /** Records a failure of an event, and returns whether it may be retried. */
    boolean allowsRetry(ConsumerRecord<?, ?> event) {
        var now = clock.millis();
        var partition = new TopicPartition(event.topic(), event.partition());
        return !streaks.compute(partition, (_, last) -> failed(event, last, now))
                .isDead();
    }

    private Streak failed(ConsumerRecord<?, ?> event, @Nullable Streak last, long now) {
        var since = last == null || isOver(last, event, now) ? now : last.since();
        var end = Math.max(event.timestamp() + deadAfter.toMillis(), since + retryAtLeast.toMillis());
        return new Streak(since, event.offset(), now, now >= end);
    }

    /** An event that was retried, and is behind us now, had its effect: what is dead is known here. */
    private boolean isOver(Streak last, ConsumerRecord<?, ?> event, long now) {
        return event.offset() != last.offset() && (!last.isDead() || now - last.failed() > retryAtLeast.toMillis());
    }
}
