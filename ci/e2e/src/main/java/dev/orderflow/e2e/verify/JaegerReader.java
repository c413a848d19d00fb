package dev.orderflow.e2e.verify;

import dev.orderflow.e2e.telemetry.Span;
import dev.orderflow.e2e.telemetry.Trace;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads traces by Jaeger's own JSON ({@code /api/traces/<id>}). */
final class JaegerReader {

    private final URI jaeger;

    JaegerReader(URI jaeger) {
        this.jaeger = jaeger;
    }

    /** @throws IllegalStateException where it is not stored */
    Trace trace(String id) {
        var data = Http.json(jaeger, "/api/traces/" + id, Map.of()).path("data").path(0);
        var processes = data.path("processes");
        return Trace.of(id, data.path("spans").valueStream().map(span -> span(id, span, processes)).toList());
    }

    private static Span span(String trace, JsonNode span, JsonNode processes) {
        var attributes = new HashMap<String, String>();
        span.path("tags").forEach(tag -> attributes.put(tag.path("key").asString(), tag.path("value").asString("")));
        var start = Instant.EPOCH.plus(span.path("startTime").asLong(), ChronoUnit.MICROS);
        return new Span(
                trace,
                span.path("spanID").asString(),
                parent(span),
                processes.path(span.path("processID").asString()).path("serviceName").asString(),
                span.path("operationName").asString(),
                start,
                start.plus(span.path("duration").asLong(), ChronoUnit.MICROS),
                attributes.getOrDefault("error", "false").equals("true"),
                attributes);
    }

    private static String parent(JsonNode span) {
        return span.path("references")
                .valueStream()
                .filter(reference -> reference.path("refType").asString().equals("CHILD_OF"))
                .map(reference -> reference.path("spanID").asString())
                .findFirst()
                .orElse("");
    }
}
