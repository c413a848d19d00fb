package dev.orderflow.walk.explain;

import dev.orderflow.stores.trace.Span;
import java.time.Duration;
import java.util.List;

/**
 * The span that explains a trace.
 *
 * @param operation the request or message that its service was working on
 * @param selfTime in which the span waited for no other: of all its like together, where the mechanism is a repetition
 * @param count of spans like it
 * @param path from where the trace was entered to the span, service and name of each
 * @param message of what was thrown, empty where nothing was
 */
public record Explanation(
        FailureMode mechanism,
        Span span,
        Span operation,
        Duration selfTime,
        int count,
        List<String> path,
        String message) {

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
