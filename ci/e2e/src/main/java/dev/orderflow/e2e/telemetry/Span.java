package dev.orderflow.e2e.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * A span, whichever store it came from.
 *
 * @param id of the span, hexadecimal
 * @param parentId empty for a root
 * @param service {@code service.name}
 * @param attributes as text
 */
public record Span(
        String traceId,
        String id,
        String parentId,
        String service,
        String name,
        Instant start,
        Instant end,
        boolean failed,
        Map<String, String> attributes) {

    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The SQL text, empty where the span is no statement on PostgreSQL. */
    public String sql() {
        return attribute("db.system.name").equals("postgresql") ? attribute("db.query.text") : "";
    }

    boolean isMessage() {
        return attribute("messaging.system").equals("kafka");
    }
}
