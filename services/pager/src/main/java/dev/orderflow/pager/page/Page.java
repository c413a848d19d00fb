package dev.orderflow.pager.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page: an alert, or a group of alerts, that somebody on call must handle.
 *
 * @param newestStart when the youngest of its alerts began
 * @param triggeredAt when it was made, or last reopened
 * @param acknowledgedBy a person, or a program
 * @param step of the escalation, the one that comes next, from 0 through all repeats
 * @param dueAt when the next step comes, or the acknowledgement ends; null where nothing comes by itself
 * @param resolvedBy a person, a program, or the pager
 * @param heldUntil when the step that is due comes, as a maintenance window or a silence holds it back; null where none
 *     does
 * @param silencedUntil when Alertmanager's silence of all its alerts ends; null where there is none
 * @param exhaustedAt when all steps of the escalation were over; null where some are left
 */
public record Page(
        long number,
        Source source,
        String dedupKey,
        PageState state,
        String title,
        String severity,
        Detail detail,
        Instant newestStart,
        Instant triggeredAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant resolvedAt,
        int step,
        @Nullable Instant dueAt,
        @Nullable String resolvedBy,
        @Nullable Instant heldUntil,
        @Nullable Instant silencedUntil,
        @Nullable Instant exhaustedAt) {

    public boolean isOpen() {
        return state != PageState.RESOLVED;
    }

    /** Whether a silence of Alertmanager's mutes all its alerts. */
    public boolean isSilenced(Instant now) {
        return silencedUntil != null && silencedUntil.isAfter(now);
    }
}
