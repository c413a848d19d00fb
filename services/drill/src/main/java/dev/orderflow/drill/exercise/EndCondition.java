package dev.orderflow.drill.exercise;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a drill is over. Never before its box is: an end tells nobody when it began.
 *
 * @param began from then on a verdict counts, and ends it
 * @param awaitsRecovery whether the responder mends it too: a person does
 */
record EndCondition(Instant began, Instant boxOver, Instant closes, boolean awaitsRecovery) {

    /** So long a verdict may still be replaced by a better one. */
    static final Duration SECOND_THOUGHTS = Duration.ofMinutes(1);

    /**
     * @param stated when the last verdict was; null where there is none
     * @param well whether what is measured is well now
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
