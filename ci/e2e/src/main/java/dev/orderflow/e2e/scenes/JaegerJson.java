package dev.orderflow.e2e.scenes;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Formats a trace as Jaeger's answer to {@code /api/traces/<id>}. */
final class JaegerJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JaegerJson() {}

    static String of(Trace trace) {
        var processes = trace.services().stream()
                .collect(Collectors.toMap(service -> service, service -> Map.of("serviceName", service)));
        var spans = trace.spans().stream().map(JaegerJson::span).toList();
        return "{\"data\":[{\"processes\":%s,\"traceID\":\"%s\",\"spans\":%s}]}\n"
                .formatted(JSON.writeValueAsString(processes), trace.id(), lines(spans));
    }

    /** Formats a JSON array with one element a line. */
    static String lines(List<?> elements) {
        return elements.stream().map(JSON::writeValueAsString).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static Map<String, Object> span(Span span) {
        var tags = new TreeMap<>(span.attributes());
        tags.put("span.kind", span.kind().name().toLowerCase(Locale.ROOT));
        if (span.failed()) {
            tags.put("error", "true");
        }
        var references = span.parentId().isEmpty()
                ? List.of()
                : List.of(Map.of("refType", "CHILD_OF", "traceID", span.traceId(), "spanID", span.parentId()));
        return Map.of(
                "spanID", span.id(),
                "operationName", span.name(),
                "processID", span.service(),
                "references", references,
                "startTime", micros(span.start()),
                "duration", ChronoUnit.MICROS.between(span.start(), span.end()),
                "tags", pairs(tags),
                "logs", span.events().stream().map(JaegerJson::event).toList());
    }

    private static Map<String, Object> event(Span.Event event) {
        var fields = new TreeMap<>(event.attributes());
        fields.put("event", event.name());
        return Map.of("timestamp", micros(event.time()), "fields", pairs(fields));
    }

    private static List<Map<String, String>> pairs(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "type", "string", "value", entry.getValue()))
                .toList();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
