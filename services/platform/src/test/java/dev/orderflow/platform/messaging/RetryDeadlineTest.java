package dev.orderflow.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** With the defaults: a day, and ten minutes. */
class RetryDeadlineTest {

    private static final Duration DAYS = Duration.ofHours(60);

    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final RetryDeadline deadline = new RetryDeadline(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("orderflow.messaging", MessagingProperties.class),
            () -> now);

    @Test
    void aYoungEventIsRetriedUntilItIsADayOld() {
        var event = event(0, 1, Duration.ofHours(1));
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofHours(23).minusMillis(1));
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(deadline.allowsRetry(event)).isFalse();
    }

    @Test
    void anOldEventIsRetriedForTenMinutes() {
        var event = event(0, 1, DAYS);
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(deadline.allowsRetry(event)).isFalse();
        assertThat(deadline.allowsRetry(event))
                .as("again, where its dead letter could not be sent")
                .isFalse();
    }

    @Test
    void anEventThatBecomesADayOldWithinTheTenMinutesIsRetriedForAllOfThem() {
        var event = event(0, 1, Duration.ofDays(1).minusMinutes(1));
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofMinutes(9));
        assertThat(deadline.allowsRetry(event)).isTrue();
    }

    /** Others between them had their effect. */
    @Test
    void theEventsBehindADeadOneDoNotWaitAsLongAgain() {
        becomesDead(event(0, 1, DAYS));
        for (var offset = 2; offset < 1000; offset += 2) {
            pass(Duration.ofSeconds(5));
            assertThat(deadline.allowsRetry(event(0, offset, DAYS))).isFalse();
        }
    }

    @Test
    void eachPartitionHasItsOwn() {
        becomesDead(event(0, 1, DAYS));
        assertThat(deadline.allowsRetry(event(1, 2, DAYS))).isTrue();
    }

    @Test
    void aRetryThatSucceededBeginsAnew() {
        assertThat(deadline.allowsRetry(event(0, 1, DAYS))).isTrue();
        pass(Duration.ofMinutes(9));
        assertThat(deadline.allowsRetry(event(0, 1, DAYS))).isTrue();
        pass(Duration.ofMinutes(2));
        // The first had its effect.
        assertThat(deadline.allowsRetry(event(0, 2, DAYS))).isTrue();
    }

    @Test
    void tenMinutesWithoutAFailureBeginAnew() {
        becomesDead(event(0, 1, DAYS));
        pass(Duration.ofMinutes(10).plusMillis(1));
        assertThat(deadline.allowsRetry(event(0, 2, DAYS))).isTrue();
    }

    @Test
    void aYoungEventBehindADeadOneIsRetried() {
        becomesDead(event(0, 1, DAYS));
        assertThat(deadline.allowsRetry(event(0, 2, Duration.ofHours(1)))).isTrue();
    }

    private void becomesDead(ConsumerRecord<String, String> event) {
        assertThat(deadline.allowsRetry(event)).isTrue();
        pass(Duration.ofMinutes(10));
        assertThat(deadline.allowsRetry(event)).isFalse();
    }

    private ConsumerRecord<String, String> event(int partition, long offset, Duration age) {
        return new ConsumerRecord<>(
                "orders",
                partition,
                offset,
                now.minus(age).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }
}
