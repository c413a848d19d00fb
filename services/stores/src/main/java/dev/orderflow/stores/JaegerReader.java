package dev.orderflow.stores;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Reads traces from Jaeger through its own JSON API ({@code /api/traces}), which Jaeger 1 and 2 both have. */
public final class JaegerReader implements TraceStore {

    private final URI jaeger;

    JaegerReader(URI jaeger) {
        this.jaeger = jaeger;
    }

    @Override
    public Trace trace(String id) {
        return Http.found(address(id))
                .map(answer -> read(id, answer.path("data").path(0)))
                .orElseGet(() -> new Trace(id, List.of()));
    }

    @Override
    public List<Trace> search(Search search) {
        return Http.json(address(search))
                .path("data")
                .valueStream()
                .map(trace -> read(trace.path("traceID").asString(), trace))
                .toList();
    }

    @Override
    public void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each) {
        for (var service : Http.json(jaeger, "/api/services", Map.of()).path("data")) {
            var query = Map.of(
                    "service", service.asString(),
                    "start", Long.toString(micros(from)),
                    "end", Long.toString(micros(until)),
                    "limit", Integer.toString(limit));
            Http.json(jaeger, "/api/traces", query)
                    .path("data")
                    .forEach(trace -> each.accept(trace.path("traceID").asString(), trace.toString()));
        }
    }

    @Override
    public URI address(String id) {
        return Http.uri(jaeger, "/api/traces/" + id, Map.of());
    }

    @Override
    public URI address(Search search) {
        var parameters = new HashMap<>(Map.of(
                "service", search.service(),
                "operation", search.operation(),
                "start", Long.toString(micros(search.from())),
                "end", Long.toString(micros(search.until())),
                "limit", Integer.toString(search.limit())));
        if (search.failedOnly()) {
            parameters.put("tags", "{\"error\":\"true\"}");
        }
        if (!search.atLeast().isZero()) {
            parameters.put("minDuration", search.atLeast().toMillis() + "ms");
        }
        return Http.uri(jaeger, "/api/traces", parameters);
    }

    @Override
    public Optional<String> page(String id) {
        return Optional.of(jaeger + "/trace/" + Http.encoded(id));
    }

    @Override
    public Optional<String> page(String service, boolean failedOnly, String lookback) {
        return Optional.of("%s/search?service=%s&limit=20&lookback=%s%s"
                .formatted(
                        jaeger, service, lookback, failedOnly ? "&tags=" + Http.encoded("{\"error\":\"true\"}") : ""));
    }

    @Override
    public String toString() {
        return "Jaeger at " + jaeger;
    }

    /** @param trace an element of the answer's {@code data} */
    public static Trace read(String id, JsonNode trace) {
        var processes = trace.path("processes");
        return Trace.of(
                id,
                trace.path("spans")
                        .valueStream()
                        .map(span -> span(id, span, processes))
                        .toList());
    }

    private static Span span(String trace, JsonNode span, JsonNode processes) {
        var attributes = pairs(span.path("tags"));
        var process = processes.path(span.path("processID").asString());
        var start = time(span.path("startTime"));
        return new Span(
                trace,
                span.path("spanID").asString(),
                parent(trace, span),
                process.path("serviceName").asString(),
                span.path("operationName").asString(),
                Span.Kind.of(attributes.getOrDefault("span.kind", "")),
                start,
                start.plus(span.path("duration").asLong(), ChronoUnit.MICROS),
                attributes.getOrDefault("error", "false").equals("true"),
                attributes,
                span.path("logs").valueStream().map(JaegerReader::event).toList(),
                pairs(process.path("tags")));
    }

    private static Span.Event event(JsonNode log) {
        var attributes = pairs(log.path("fields"));
        var name = attributes.remove("event");
        return new Span.Event(name == null ? "" : name, time(log.path("timestamp")), attributes);
    }

    private static Map<String, String> pairs(JsonNode pairs) {
        var attributes = new HashMap<String, String>();
        pairs.forEach(pair ->
                attributes.put(pair.path("key").asString(), pair.path("value").asString("")));
        return attributes;
    }

    /**
     * Returns the id of the parent, or else of the span of the same trace that the span is linked to: a consumer of
     * several messages at once has a link and no parent.
     */
    private static String parent(String trace, JsonNode span) {
        for (var type : List.of("CHILD_OF", "FOLLOWS_FROM")) {
            for (var reference : span.path("references")) {
                if (reference.path("refType").asString().equals(type)
                        && reference.path("traceID").asString(trace).equals(trace)) {
                    return reference.path("spanID").asString();
                }
            }
        }
        return "";
    }

    private static Instant time(JsonNode micros) {
        return Instant.EPOCH.plus(micros.asLong(), ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
