package dev.orderflow.walk.explain;

import dev.orderflow.stores.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The explanation of a trace: one span, and in which way it failed or took its time.
 *
 * @param mechanism in which way the span failed, or took its time
 * @param operation the request or message that the span's service was processing
 * @param selfTime the time in which the span waited for no other; for a repeated statement, the sum of all spans
 * @param count how many equal spans there are
 * @param path service and name of each span, from the entry of the trace to the span
 * @param message the message of the exception; empty if none was thrown
 */
public record Explanation(
        FailureMode mechanism,
        Span span,
        Span operation,
        Duration selfTime,
        int count,
        List<String> path,
        String message) {

    /** Returns the store that was called, the address that was called, or else the service. */
    public String location() {
        return Stream.of(span.store(), span.attribute("server.address"))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(span.service());
    }

    public String sentence() {
        var times = count > 1 ? count + " times, " : "";
        return "%s: %s: %s, %s%d ms%s"
                .formatted(
                        span.service(),
                        span.name(),
                        mechanism.words(),
                        times,
                        selfTime.toMillis(),
                        message.isEmpty() ? "" : " (" + message + ")");
    }
}
