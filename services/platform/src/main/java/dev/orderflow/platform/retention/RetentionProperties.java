package dev.orderflow.platform.retention;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Retention periods of shared tables. An event's traces outlast each other in one sequence: the outbox can publish an
 * event again for as long as it keeps it, and until then its consumers know that they have had it.
 *
 * @param interval between two deletions
 * @param batch rows of a statement, at most
 * @param outbox published events; unpublished ones are kept
 * @param processedEvents the ids of events that had their effect; longer than {@code outbox}, and than the topics keep
 *     events
 * @param notifications sent or given up
 * @param endedReservations neither held nor sold any more; longer than an order can be cancelled in practice
 * @param orders an order that has come to an end, its payment, its ledger entries and the reservation of what it
 *     bought: business records, for ten years
 */
@Validated
@ConfigurationProperties("orderflow.retention")
public record RetentionProperties(
        @DefaultValue("10m") @NotNull @DurationMin(millis = 10)
        Duration interval,

        @DefaultValue("500") @Min(1) @Max(10_000) int batch,
        @DefaultValue("7d") @NotNull @DurationMin(days = 1) Duration outbox,
        @DefaultValue("14d") @NotNull @DurationMin(days = 4) Duration processedEvents,
        @DefaultValue("30d") @NotNull @DurationMin(days = 5) Duration notifications,

        @DefaultValue("400d") @NotNull @DurationMin(days = 400)
        Duration endedReservations,

        @DefaultValue("3660d") @NotNull @DurationMin(days = 3660)
        Duration orders) {

    @AssertTrue(message = "processed-events and notifications must be longer than outbox")
    boolean isOutboxShortest() {
        return outbox == null
                || processedEvents == null
                || notifications == null
                || outbox.compareTo(processedEvents) < 0 && outbox.compareTo(notifications) < 0;
    }
}
