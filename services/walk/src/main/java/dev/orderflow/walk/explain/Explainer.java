package dev.orderflow.walk.explain;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Finds the span that explains a trace, from the trace alone.
 *
 * <p>If the measured span failed, the explanation is the deepest failed span on the path of the failure. If nothing
 * failed, or the failure is a timeout, it is the span with the most time in which it waited for no other span.
 */
public final class Explainer {

    /** From this many equal statements on, the repetition counts as the cause. */
    private static final int REPEATED = 10;

    private final Calls calls;

    private Explainer(Trace trace) {
        calls = new Calls(trace);
    }

    /**
     * Explains what a span measured.
     *
     * @param measured the id of an exemplar's span; empty for the part of the trace that failed first, or took longest
     * @return empty if the trace has no spans, or not the measured one
     */
    public static Optional<Explanation> explain(Trace trace, String measured) {
        var explainer = new Explainer(trace);
        return (measured.isEmpty() ? explainer.suspect() : explainer.calls.span(measured)).map(explainer::explain);
    }

    private Optional<Span> suspect() {
        return calls.entries().stream()
                .filter(Span::failed)
                .findFirst()
                .or(() -> calls.entries().stream().max(Comparator.comparing(Span::duration)));
    }

    private Explanation explain(Span entry) {
        if (!entry.failed()) {
            return slowest(entry, entry.end());
        }
        var origin = origin(entry);
        // A timeout, also of a store, is explained by whatever took most of the time, even if that went on after the
        // caller gave up: a call may have had only the time that others had left. So is a call that was given up.
        return Failures.isGivenUp(origin) || Failures.isTimeout(origin)
                ? slowest(entry, Instant.MAX)
                : explanation(origin, calls.selfTime(origin, origin.end()), 1);
    }

    /** Follows the failed spans down, the earliest of each level, to the last one. */
    private Span origin(Span failed) {
        var origin = failed;
        for (var next = Optional.of(failed);
                next.isPresent();
                next = calls.waitedFor(origin).stream().filter(Span::failed).findFirst()) {
            origin = next.get();
        }
        return origin;
    }

    private Explanation slowest(Span entry, Instant until) {
        var alike = new LinkedHashMap<List<String>, List<Span>>();
        for (var span : calls.below(entry)) {
            alike.computeIfAbsent(List.of(span.service(), span.name(), span.sql()), key -> new ArrayList<>())
                    .add(span);
        }
        var most = alike.values().stream()
                .max(Comparator.<List<Span>, Duration>comparing(spans -> weight(spans, until))
                        .thenComparing(spans -> calls.depth(spans.getFirst())))
                .orElseThrow();
        var longest = longest(most, until);
        return explanation(longest, weight(most, until), isRepetition(most) ? most.size() : 1);
    }

    /** Returns the time of the longest span, or the sum if the spans are one repeated statement. */
    private Duration weight(List<Span> alike, Instant until) {
        return isRepetition(alike)
                ? alike.stream().map(span -> calls.selfTime(span, until)).reduce(Duration.ZERO, Duration::plus)
                : calls.selfTime(longest(alike, until), until);
    }

    private Span longest(List<Span> spans, Instant until) {
        return spans.stream()
                .max(Comparator.comparing(span -> calls.selfTime(span, until)))
                .orElseThrow();
    }

    private static boolean isRepetition(List<Span> alike) {
        return alike.size() >= REPEATED && !alike.getFirst().sql().isEmpty();
    }

    private Explanation explanation(Span span, Duration selfTime, int count) {
        return new Explanation(
                mechanism(span, count),
                span,
                calls.operation(span),
                selfTime,
                count,
                calls.lineage(span).stream()
                        .map(at -> at.service() + ": " + at.name())
                        .toList(),
                Failures.message(span));
    }

    private FailureMode mechanism(Span span, int count) {
        if (Calls.isAcquisition(span)) {
            return Failures.isRefusal(span) ? FailureMode.CONNECTION_REFUSED : FailureMode.CONNECTION_WAIT;
        }
        if (!span.sql().isEmpty()) {
            return statement(span, count);
        }
        if (!span.store().isEmpty()) {
            return FailureMode.STORE_CALL;
        }
        return switch (span.kind()) {
            case CLIENT -> call(span);
            case PRODUCER -> FailureMode.PUBLISH;
            case CONSUMER -> span.failed() ? FailureMode.CONSUMER_FAILURE : FailureMode.OWN_TIME;
            case SERVER, INTERNAL -> ownWork(span);
        };
    }

    /** Classifies work without a call: a timeout then means that the called service left no span. */
    private static FailureMode ownWork(Span span) {
        if (Failures.isTimeout(span)) {
            return FailureMode.DOWNSTREAM_SILENT;
        }
        return span.failed() ? FailureMode.ERROR : FailureMode.OWN_TIME;
    }

    private static FailureMode statement(Span span, int count) {
        if (Failures.isLockWait(span)) {
            return FailureMode.LOCK_WAIT;
        }
        if (count > 1) {
            return FailureMode.REPEATED_STATEMENT;
        }
        return span.failed() && !Failures.isTimeout(span) ? FailureMode.FAILED_STATEMENT : FailureMode.SLOW_STATEMENT;
    }

    private FailureMode call(Span span) {
        var served = calls.waitedFor(span).stream().anyMatch(child -> child.kind() == Span.Kind.SERVER);
        if (served) {
            return span.failed() ? FailureMode.DOWNSTREAM_ERROR : FailureMode.DOWNSTREAM_QUEUE;
        }
        return Failures.isUnreachable(span) ? FailureMode.DOWNSTREAM_REFUSED : FailureMode.DOWNSTREAM_SILENT;
    }
}
