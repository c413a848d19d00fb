package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Runs every query of every dashboard, as an opened panel does, and finds panels that stay empty for ever because
 * nobody writes their series.
 */
final class DashboardCheck {

    private static final Path DASHBOARDS = Path.of("helm/observability/files/dashboards");

    /** The value of the dashboards' variable: a service with requests, messages, a pool and calls. */
    private static final String SERVICE = "order";

    private final PrometheusReader prometheus;

    DashboardCheck(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** Requires that each query reads series that exist; a query without an answer now may be right. */
    String queriesAnswered() throws IOException {
        var coverage = new Coverage(prometheus);
        var dashboards = all();
        dashboards.forEach(dashboard -> ask(dashboard, coverage));
        coverage.requireKnown();
        return "%d queries of %d dashboards; without an answer now: %s"
                .formatted(coverage.asked(), dashboards.size(), coverage.unanswered());
    }

    static List<JsonNode> all() throws IOException {
        try (var files = Files.list(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> Kubectl.JSON.readTree(file.toFile()))
                    .toList();
        }
    }

    /** Runs each query of a dashboard's panels. */
    static void ask(JsonNode dashboard, Coverage coverage) {
        dashboard
                .path("panels")
                .forEach(panel -> queries(panel).forEach(query -> coverage.ask(where(dashboard, panel), query)));
    }

    /** Returns why panels may be empty, by the names that {@link #ask} uses. */
    static Map<String, String> reasons(JsonNode dashboard) {
        var reasons = new HashMap<String, String>();
        for (var panel : dashboard.path("panels")) {
            var reason = panel.at("/fieldConfig/defaults/noValue").asString("");
            if (!reason.isEmpty()) {
                reasons.put(where(dashboard, panel), reason);
            }
        }
        return reasons;
    }

    private static String where(JsonNode dashboard, JsonNode panel) {
        return dashboard.path("title").asString() + ": " + panel.path("title").asString();
    }

    private static Stream<String> queries(JsonNode panel) {
        return panel.path("datasource").path("uid").asString("").equals("prometheus")
                ? panel.path("targets")
                        .valueStream()
                        .map(target -> target.path("expr").asString().replace("$service", SERVICE))
                : Stream.of();
    }
}
