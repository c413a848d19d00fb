package dev.orderflow.walk;

import dev.orderflow.stores.trace.Span;

/**
 * An SQL statement in full, with the span that ran it.
 *
 * @param traceId the trace in which the statement ran
 * @param milliseconds the duration of the statement
 */
public record Statement(String service, String sql, String traceId, String spanId, double milliseconds) {

    static Statement of(Span span) {
        return new Statement(
                span.service(),
                span.sql().strip(),
                span.traceId(),
                span.id(),
                span.duration().toNanos() / 1e6);
    }
}
