package dev.orderflow.walk;

import dev.orderflow.stores.trace.Span;

/**
 * A statement, in full.
 *
 * @param traceId in which it ran
 * @param milliseconds that it took there
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
