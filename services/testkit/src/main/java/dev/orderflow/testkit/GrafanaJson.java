package dev.orderflow.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts a recorded trace, which is Jaeger's JSON, and its log lines to the answers of Tempo and Loki: OTLP with ids
 * in Base64, and streams whose labels hold the structured metadata, with underscores for dots.
 */
final class GrafanaJson {

    private static final JsonMapper JSON = new JsonMapper();

    /** Tags of Jaeger that are fields of a span in OTLP. */
    private static final Set<String> FIELDS = Set.of("span.kind", "error", "otel.status_description");

    private GrafanaJson() {}

    static String traceById(JsonNode trace) {
        var resources = trace.path("processes").properties().stream()
                .map(process -> Map.of(
                        "resource", Map.of("attributes", resource(process.getValue())),
                        "scopeSpans", List.of(Map.of("spans", spans(trace, process.getKey())))))
                .toList();
        return JSON.writeValueAsString(
                Map.of("trace", Map.of("resourceSpans", resources), "metrics", Map.of("inspectedBytes", "1")));
    }

    /** Formats the answer of a search, with ids without leading zeros, as Tempo writes them there. */
    static String search(JsonNode trace) {
        var id = trace.path("traceID").asString().replaceFirst("^0+", "");
        return JSON.writeValueAsString(Map.of("traces", List.of(Map.of("traceID", id)), "metrics", Map.of()));
    }

    static String services(JsonNode trace) {
        var names = new TreeSet<String>();
        trace.path("processes")
                .forEach(process -> names.add(process.path("serviceName").asString()));
        return JSON.writeValueAsString(Map.of(
                "tagValues",
                names.stream()
                        .map(name -> Map.of("type", "string", "value", name))
                        .toList()));
    }

    /** @param html added to each message */
    static String streams(JsonNode lines, String html) {
        var streams = lines.valueStream()
                .map(line -> {
                    var labels = new LinkedHashMap<String, String>();
                    labels.put("service_name", line.path("service").asString());
                    labels.put("trace_id", line.path("traceId").asString());
                    labels.put("span_id", line.path("spanId").asString());
                    labels.put("severity_text", line.path("severity").asString());
                    line.path("attributes")
                            .properties()
                            .forEach(attribute -> labels.put(
                                    attribute.getKey().replace('.', '_'),
                                    attribute.getValue().asString("")));
                    return Map.of("stream", labels, "values", List.of(List.of(nanos(line), message(line, html))));
                })
                .toList();
        return JSON.writeValueAsString(
                Map.of("status", "success", "data", Map.of("resultType", "streams", "result", streams)));
    }

    private static String message(JsonNode line, String html) {
        return line.path("message").asString() + html;
    }

    private static String nanos(JsonNode line) {
        var time = Instant.parse(line.path("time").asString());
        return Long.toString(time.getEpochSecond() * 1_000_000_000L + time.getNano());
    }

    private static List<Object> resource(JsonNode process) {
        var attributes = new ArrayList<>();
        attributes.add(attribute("service.name", process.path("serviceName").asString()));
        process.path("tags").forEach(tag -> attributes.add(attribute(tag)));
        return attributes;
    }

    private static List<Map<String, Object>> spans(JsonNode trace, String process) {
        return trace.path("spans")
                .valueStream()
                .filter(span -> span.path("processID").asString().equals(process))
                .map(GrafanaJson::span)
                .toList();
    }

    private static Map<String, Object> span(JsonNode span) {
        var tags = new LinkedHashMap<String, String>();
        span.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asString(), tag.path("value").asString("")));
        var start = span.path("startTime").asLong();
        var otlp = new LinkedHashMap<String, Object>();
        otlp.put("spanId", base64(span.path("spanID")));
        otlp.put("name", span.path("operationName").asString());
        otlp.put(
                "kind",
                "SPAN_KIND_" + tags.getOrDefault("span.kind", "internal").toUpperCase(Locale.ROOT));
        otlp.put("startTimeUnixNano", Long.toString(start * 1000));
        otlp.put("endTimeUnixNano", Long.toString((start + span.path("duration").asLong()) * 1000));
        var links = new ArrayList<>();
        for (var reference : span.path("references")) {
            var id = base64(reference.path("spanID"));
            if (reference.path("refType").asString().equals("CHILD_OF")) {
                otlp.put("parentSpanId", id);
            } else {
                links.add(Map.of("traceId", base64(reference.path("traceID")), "spanId", id));
            }
        }
        otlp.put("links", links);
        otlp.put(
                "attributes",
                span.path("tags")
                        .valueStream()
                        .filter(tag -> !FIELDS.contains(tag.path("key").asString()))
                        .map(GrafanaJson::attribute)
                        .toList());
        otlp.put(
                "events",
                span.path("logs").valueStream().map(GrafanaJson::event).toList());
        var status = new LinkedHashMap<String, Object>();
        if (tags.getOrDefault("error", "").equals("true")) {
            status.put("code", "STATUS_CODE_ERROR");
        }
        if (tags.containsKey("otel.status_description")) {
            status.put("message", tags.get("otel.status_description"));
        }
        otlp.put("status", status);
        return otlp;
    }

    private static Map<String, Object> event(JsonNode log) {
        var event = new LinkedHashMap<String, Object>();
        event.put("timeUnixNano", Long.toString(log.path("timestamp").asLong() * 1000));
        var attributes = new ArrayList<>();
        for (var field : log.path("fields")) {
            if (field.path("key").asString().equals("event")) {
                event.put("name", field.path("value").asString(""));
            } else {
                attributes.add(attribute(field));
            }
        }
        event.put("attributes", attributes);
        return event;
    }

    private static Map<String, Object> attribute(JsonNode tag) {
        return attribute(tag.path("key").asString(), tag.path("value").asString(""));
    }

    private static Map<String, Object> attribute(String key, String value) {
        return Map.of("key", key, "value", Map.of("stringValue", value));
    }

    private static String base64(JsonNode hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal.asString()));
    }
}
