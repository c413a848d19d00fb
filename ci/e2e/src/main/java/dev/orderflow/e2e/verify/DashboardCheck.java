package dev.orderflow.e2e.verify;

import static dev.orderflow.e2e.verify.Checks.require;

import dev.orderflow.walk.store.PrometheusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Runs every query of every dashboard, as a panel does that is opened: one on series that nobody writes stays empty for ever. */
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
        var known = prometheus.metrics();
        var unknown = new TreeMap<String, Set<String>>();
        var empty = new TreeSet<String>();
        var asked = 0;
        var dashboards = dashboards();
        for (var dashboard : dashboards) {
            for (var panel : dashboard.path("panels")) {
                var where = dashboard.path("title").asString() + ": " + panel.path("title").asString();
                for (var query : queries(panel).toList()) {
                    asked++;
                    if (prometheus.query(query).isEmpty()) {
                        empty.add(where);
                    }
                    var missing = RunbookCheck.metrics(prometheus.parsed(query));
                    missing.removeAll(known);
                    missing.removeAll(RunbookCheck.RARE);
                    missing.forEach(metric -> unknown.computeIfAbsent(metric, _ -> new TreeSet<>()).add(where));
                }
            }
        }
        require(asked > 0, "no queries in " + DASHBOARDS);
        require(unknown.isEmpty(), "series that do not exist: " + unknown);
        return "%d queries of %d dashboards; without an answer now: %s".formatted(asked, dashboards.size(), empty);
    }

    private static List<JsonNode> dashboards() throws IOException {
        try (var files = Files.list(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(file -> Kubectl.JSON.readTree(file.toFile())).toList();
        }
    }

    private static Stream<String> queries(JsonNode panel) {
        return panel.path("datasource").path("uid").asString("").equals("prometheus")
                ? panel.path("targets").valueStream().map(target -> target.path("expr").asString().replace("$service", SERVICE))
                : Stream.of();
    }
}
