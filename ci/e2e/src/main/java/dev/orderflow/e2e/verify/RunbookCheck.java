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
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Runs every query of every runbook: whoever is paged must not be the first who tries it. */
final class RunbookCheck {

    private static final Path RUNBOOKS = Path.of("helm/observability/files/runbooks");
    private static final Pattern QUERY = Pattern.compile("^```promql\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    /** Series that are there only once what they tell of has been: not on a system where nothing went wrong yet. */
    static final Set<String> RARE = Set.of(
            "container_cpu_cfs_periods_total", // no container of ours has a limit of CPU
            "container_cpu_cfs_throttled_periods_total",
            "db_client_connection_timeouts_total",
            "kube_pod_container_status_waiting_reason",
            "order_rejected_total",
            "otelcol_scraper_errored_metric_points_total",
            "route:latency:p50_baseline"); // comes with traffic

    private final PrometheusReader prometheus;

    RunbookCheck(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** That each is answered, by series that exist; one that finds nothing now may be right. */
    String queriesAnswered() throws IOException {
        var known = prometheus.metrics();
        var unknown = new TreeMap<String, Set<String>>();
        var asked = 0;
        var answered = 0;
        var runbooks = runbooks();
        for (var runbook : runbooks) {
            for (var query : queries(runbook)) {
                asked++;
                answered += prometheus.query(query).isEmpty() ? 0 : 1;
                var missing = metrics(prometheus.parsed(query));
                missing.removeAll(known);
                missing.removeAll(RARE);
                missing.forEach(metric ->
                        unknown.computeIfAbsent(metric, _ -> new TreeSet<>()).add(runbook.getFileName().toString()));
            }
        }
        require(asked > 0, "no queries in " + RUNBOOKS);
        require(unknown.isEmpty(), "series that do not exist: " + unknown);
        return "%d queries of %d runbooks, %d with an answer now".formatted(asked, runbooks.size(), answered);
    }

    private static List<Path> runbooks() throws IOException {
        try (var files = Files.list(RUNBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static List<String> queries(Path runbook) throws IOException {
        return QUERY.matcher(Files.readString(runbook))
                .results()
                .map(match -> match.group(1).strip())
                .toList();
    }

    /** The metrics that an expression selects by name. */
    static Set<String> metrics(JsonNode expression) {
        var names = new TreeSet<String>();
        if (expression.path("type").asString("").endsWith("Selector")) {
            names.add(expression.path("name").asString(""));
            names.remove("");
        }
        expression.valueStream().forEach(part -> names.addAll(metrics(part)));
        return names;
    }
}
