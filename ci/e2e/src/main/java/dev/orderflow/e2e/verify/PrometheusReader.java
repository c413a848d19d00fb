package dev.orderflow.e2e.verify;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads metrics, exemplars and targets by Prometheus's HTTP API v1. */
final class PrometheusReader {

    private final URI prometheus;

    PrometheusReader(URI prometheus) {
        this.prometheus = prometheus;
    }

    /** An instant query's samples. */
    List<JsonNode> query(String expression) {
        return data("/api/v1/query", Map.of("query", expression)).path("result").valueStream().toList();
    }

    /** An instant query's single value; {@code NaN} where it has none. */
    double value(String expression) {
        return query(expression).stream()
                .map(sample -> sample.path("value").path(1).asString("NaN"))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The trace ids of a histogram's exemplars since a moment. */
    List<String> exemplars(String selector, Instant since) {
        var window = Map.of("query", selector, "start", since.toString(), "end", Instant.now().plusSeconds(5).toString());
        return data("/api/v1/query_exemplars", window)
                .valueStream()
                .flatMap(series -> series.path("exemplars").valueStream())
                .map(exemplar -> exemplar.path("labels").path("trace_id").asString(""))
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    /** Targets that are scraped, each with its job, health and last error. */
    List<JsonNode> targets() {
        return data("/api/v1/targets", Map.of("state", "active")).path("activeTargets").valueStream().toList();
    }

    List<JsonNode> alertmanagers() {
        return data("/api/v1/alertmanagers", Map.of()).path("activeAlertmanagers").valueStream().toList();
    }

    private JsonNode data(String path, Map<String, String> parameters) {
        return Http.json(prometheus, path, parameters).path("data");
    }
}
