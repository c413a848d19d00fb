package dev.orderflow.drill.exercise;

import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.cause.Cause;
import java.time.Clock;
import java.time.Instant;

/** Checks, in the live stores, whether the trace that a responder named shows the true cause. */
final class TraceCheck {

    private final Stores stores;
    private final Clock clock;

    TraceCheck(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * The outcome of a check.
     *
     * @param reason why, in one sentence
     */
    record Conclusion(boolean shown, String reason) {}

    /**
     * Checks that the trace is stored, began during the incident, and shows the cause.
     *
     * @param until the time of the verdict: nobody can name a later trace
     */
    Conclusion check(String traceId, Cause truth, Instant from, Instant until) {
        if (traceId.isEmpty()) {
            return new Conclusion(false, "no trace was named");
        }
        try {
            var trace = stores.traces().trace(traceId);
            return trace.spans().isEmpty()
                    ? new Conclusion(false, "it is not stored")
                    : check(trace, truth, from, until);
        } catch (StoreException e) {
            return new Conclusion(false, "it could not be looked at: " + e.getMessage());
        }
    }

    private Conclusion check(Trace trace, Cause truth, Instant from, Instant until) {
        var begun = trace.spans().getFirst().start();
        if (begun.isBefore(from) || begun.isAfter(until)) {
            return new Conclusion(false, "it began at %s, not between %s and %s".formatted(begun, from, until));
        }
        var findings = new Walk(stores, clock, hop -> {}).fromTrace(trace.id());
        var shown = findings.causes();
        return new Conclusion(
                shown.contains(truth),
                explained(findings) + (shown.isEmpty() ? "; that shows no cause" : "; that shows " + shown));
    }

    private static String explained(Findings findings) {
        return findings.explanation() == null
                ? "no span explains it"
                : findings.explanation().sentence();
    }
}
