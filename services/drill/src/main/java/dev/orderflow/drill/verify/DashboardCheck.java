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
 * Runs every query of every dashboard, as a panel does that is opened: one on series that nobody writes stays empty for
 * ever.
 */
final class DashboardCheck {

    private static final Path DASHBOARDS = Path.of("helm/observability/files/dashboards");

    /** What the dashboards' variable may be: a service that has requests, messages, a pool and calls of its own. */
    private static final String SERVICE = "order";

    private final PrometheusReader prometheus;

    DashboardCheck(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** That each is answered, by series that exist; one that finds nothing now may be right. */
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

    /** Asks each query of its panels. */
    static void ask(JsonNode dashboard, Coverage coverage) {
        dashboard
                .path("panels")
                .forEach(panel -> queries(panel).forEach(query -> coverage.ask(where(dashboard, panel), query)));
    }

    /** Why its panels may be empty, by the same names as those that {@link #ask} uses. */
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
