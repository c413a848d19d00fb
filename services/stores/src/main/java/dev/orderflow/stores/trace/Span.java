package dev.orderflow.stores.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A span of a trace, whichever store it was read from.
 *
 * @param id of the span, hexadecimal
 * @param parentId empty for a root
 * @param service {@code service.name}
 * @param attributes as text
 * @param events in the order of their time
 * @param resource the attributes of the process that made it, as text
 */
public record Span(
        String traceId,
        String id,
        String parentId,
        String service,
        String name,
        Kind kind,
        Instant start,
        Instant end,
        boolean failed,
        Map<String, String> attributes,
        List<Event> events,
        Map<String, String> resource) {

    /** A span of a process of which only the service is known. */
    public Span(
            String traceId,
            String id,
            String parentId,
            String service,
            String name,
            Kind kind,
            Instant start,
            Instant end,
            boolean failed,
            Map<String, String> attributes,
            List<Event> events) {
        this(traceId, id, parentId, service, name, kind, start, end, failed, attributes, events, Map.of());
    }

    /** Returns the span without its parent. */
    Span asRoot() {
        return new Span(traceId, id, "", service, name, kind, start, end, failed, attributes, events, resource);
    }

    /** OpenTelemetry's span kinds. */
    public enum Kind {
        INTERNAL,
        SERVER,
        CLIENT,
        PRODUCER,
        CONSUMER;

        /** @return INTERNAL, the specification's default, for anything unknown */
        public static Kind of(String name) {
            for (var kind : values()) {
                if (kind.name().equalsIgnoreCase(name)) {
                    return kind;
                }
            }
            return INTERNAL;
        }
    }

    /** An event of a span, as an exception. */
    public record Event(String name, Instant time, Map<String, String> attributes) {

        public String attribute(String name) {
            return attributes.getOrDefault(name, "");
        }
    }

    public String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }

    public Duration duration() {
        return Duration.between(start, end);
    }

    /** Returns the kind of store that was called, by the attribute's present or former name; empty if none was. */
    public String store() {
        var present = attribute("db.system.name");
        return present.isEmpty() ? attribute("db.system") : present;
    }

    /** Returns the SQL text; empty if the span is not a statement on PostgreSQL. */
    public String sql() {
        return attribute("db.system.name").equals("postgresql") ? attribute("db.query.text") : "";
    }

    /** Reports whether the span is a request that a service serves or a message that it processes. */
    public boolean isEntry() {
        return kind == Kind.SERVER || kind == Kind.CONSUMER;
    }

    /** Returns the exceptions, with type, message and stack trace as attributes {@code exception.*}. */
    public List<Event> exceptions() {
        return events.stream().filter(event -> event.name().equals("exception")).toList();
    }

    boolean isMessage() {
        return attribute("messaging.system").equals("kafka");
    }
}
