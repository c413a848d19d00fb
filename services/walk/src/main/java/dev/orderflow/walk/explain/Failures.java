package dev.orderflow.walk.explain;

import dev.orderflow.stores.trace.Span;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Classifies the failure of a span by its attributes and exceptions. */
final class Failures {

    /** PostgreSQL's SQLSTATEs lock_not_available and deadlock_detected. */
    private static final Set<String> LOCK_STATES = Set.of("55P03", "40P01");

    private Failures() {}

    /** Returns the message of the innermost cause, or else of the span; empty if there is none. */
    static String message(Span span) {
        return span.exceptions().stream()
                .map(event -> StackTrace.rootCause(event.attribute("exception.stacktrace"))
                        .orElse(event.attribute("exception.type") + ": " + event.attribute("exception.message")))
                .findFirst()
                .or(() -> Optional.of(span.attribute("otel.status_description")).filter(text -> !text.isEmpty()))
                .or(() -> Optional.of(span.attribute("error.type")).filter(text -> !text.isEmpty()))
                .orElse("");
    }

    static boolean isTimeout(Span span) {
        return span.attribute("http.response.status_code").equals("504")
                || span.attribute("error.type").contains("Timeout")
                || span.exceptions().stream()
                        .anyMatch(event -> event.attribute("exception.type").contains("Timeout"))
                || texts(span)
                        .anyMatch(text -> text.contains("canceling statement due to statement timeout")
                                || text.contains("canceling statement due to user request"));
    }

    /** Reports whether the caller gave the call up before it had an answer or a failure of its own. */
    static boolean isGivenUp(Span span) {
        return span.exceptions().stream()
                .anyMatch(event -> event.attribute("exception.type").endsWith(".CancellationException"));
    }

    /** Reports whether PostgreSQL, or its host, refused a connection. */
    static boolean isRefusal(Span span) {
        return texts(span).anyMatch(text -> Refusal.in(text).isPresent());
    }

    /** Reports whether nothing listens at the address. A timeout does not count: the callee may listen and be busy. */
    static boolean isUnreachable(Span span) {
        return !isTimeout(span)
                && (span.attribute("error.type").endsWith("ConnectException")
                        || texts(span).anyMatch(text -> text.contains("ConnectException")));
    }

    static boolean isLockWait(Span span) {
        return LOCK_STATES.contains(span.attribute("db.response.status_code"))
                || texts(span)
                        .anyMatch(text -> text.contains("due to lock timeout") || text.contains("deadlock detected"));
    }

    private static Stream<String> texts(Span span) {
        return span.exceptions().stream()
                .flatMap(event -> Stream.of(
                        event.attribute("exception.type") + ": " + event.attribute("exception.message"),
                        event.attribute("exception.stacktrace")));
    }
}
