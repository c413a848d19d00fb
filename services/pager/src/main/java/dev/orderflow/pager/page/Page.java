package dev.orderflow.pager.page;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page.
 *
 * @param newestStart when the youngest of its alerts began
 * @param triggeredAt when it was made, or last reopened
 * @param acknowledgedBy a person, or a program
 * @param step of the escalation, the one that comes next, from 0 through all repeats
 * @param dueAt when the next step comes, or the acknowledgement ends; null where nothing comes by itself
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
        @Nullable Instant dueAt) {

    public boolean isOpen() {
        return state != PageState.RESOLVED;
    }
}
