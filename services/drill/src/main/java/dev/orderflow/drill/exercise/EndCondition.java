package dev.orderflow.drill.exercise;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The condition on which a drill ends. A drill never ends before its box does: an earlier end would give away when
 * something began.
 *
 * @param began verdicts count, and end the drill, from this moment on
 * @param awaitsRecovery whether the drill also waits until the system has recovered, as for a person
 */
record EndCondition(Instant began, Instant boxOver, Instant closes, boolean awaitsRecovery) {

    /** How long a verdict may still be replaced by a better one. */
    static final Duration SECOND_THOUGHTS = Duration.ofMinutes(1);

    /**
     * Reports whether the drill is over.
     *
     * @param stated when the last verdict was stated; null if there is none
     * @param well whether all recovery conditions hold now
     */
    boolean isOver(Instant now, @Nullable Instant stated, boolean well) {
        if (!now.isBefore(closes)) {
            return true;
        }
        return !now.isBefore(boxOver)
                && stated != null
                && !stated.isBefore(began)
                && !now.isBefore(stated.plus(SECOND_THOUGHTS))
                && (well || !awaitsRecovery);
    }
}
