package dev.orderflow.platform.messaging;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of a service's events: topics, retries, dead letters.
 *
 * @param produces the topic that it writes, and creates where it is missing
 * @param partitions of a topic that it creates: no more pods than this share its work
 * @param replicas of each partition of a topic that it creates; -1 for the broker's own
 *     {@code default.replication.factor}
 * @param longestRetry between two tries of a message whose effect failed
 * @param retention how long a topic that it creates keeps an event
 * @param deadAfter how old an event may become whose effect fails; then it is a dead letter, which is kept without
 *     limit. At most half of {@code retention}: a consumer that is blocked gets to each event before the broker forgets
 *     it
 * @param retryAtLeast how long the events of a partition whose effects fail are retried, from the first failure, though
 *     they are older than {@code deadAfter}: a database that starts after the broker, or comes back soon, costs no
 *     event. At most {@code deadAfter}
 */
@Validated
@ConfigurationProperties("orderflow.messaging")
public record MessagingProperties(
        @Nullable String produces,
        @DefaultValue("12") @Min(1) @Max(256) int partitions,
        @DefaultValue("-1") @Min(-1) @Max(5) short replicas,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 1)
        Duration longestRetry,

        @DefaultValue("3d") @NotNull @DurationMin(hours = 1) Duration retention,

        @DefaultValue("1d") @NotNull @DurationMin(seconds = 1)
        Duration deadAfter,

        @DefaultValue("10m") @NotNull @DurationMin(millis = 1)
        Duration retryAtLeast) {

    @AssertTrue(message = "replicas must be -1, or 1 to 5")
    boolean isReplicated() {
        return replicas != 0;
    }

    @AssertTrue(message = "dead-after must be at most half of retention")
    boolean isDeadBeforeForgotten() {
        return retention == null
                || deadAfter == null
                || deadAfter.multipliedBy(2).compareTo(retention) <= 0;
    }

    @AssertTrue(message = "retry-at-least must be at most dead-after")
    boolean isRetriedNoLongerThanTheYoung() {
        return retryAtLeast == null || deadAfter == null || retryAtLeast.compareTo(deadAfter) <= 0;
    }
}
