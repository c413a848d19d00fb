package dev.orderflow.e2e.verify;

import dev.orderflow.walk.store.PrometheusReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Which of many queries are answered now. One on series that nobody writes is never. */
final class Coverage {

    /** Series that are there only once what they tell of has been: not on a system where nothing went wrong yet. */
    private static final Set<String> RARE = Set.of(
            "container_cpu_cfs_periods_total", // no container of ours has a limit of CPU
            "container_cpu_cfs_throttled_periods_total",
            "db_client_connection_timeouts_total",
            "kube_pod_container_status_waiting_reason",
            "order_rejected_total",
            "otelcol_scraper_errored_metric_points_total",
            "route:latency:p50_baseline"); // comes with traffic

    private final PrometheusReader prometheus;
    private final Set<String> known;
    private final Map<String, Set<String>> unknown = new TreeMap<>();
    private final Set<String> unanswered = new TreeSet<>();
    private int asked;
    private int answered;

    Coverage(PrometheusReader prometheus) {
        this.prometheus = prometheus;
        this.known = prometheus.metrics();
    }

    /** @param where what asks it, as a reader would look for it */
    void ask(String where, String query) {
        asked++;
        if (prometheus.query(query).isEmpty()) {
            unanswered.add(where);
        } else {
            answered++;
        }
        var missing = metrics(prometheus.parsed(query));
        missing.removeAll(known);
        missing.removeAll(RARE);
        missing.forEach(metric -> unknown.computeIfAbsent(metric, _ -> new TreeSet<>()).add(where));
    }

    /** That something was asked, and that each asks for series that exist; one that finds nothing now may be right. */
    void requireKnown() {
        Checks.require(asked > 0, "there are no queries");
        Checks.require(unknown.isEmpty(), "series that do not exist: " + unknown);
    }

    int asked() {
        return asked;
    }

    int answered() {
        return answered;
    }

    Set<String> unanswered() {
        return unanswered;
    }

    /** The metrics that an expression selects by name. */
    private static Set<String> metrics(JsonNode expression) {
        var names = new TreeSet<String>();
        if (expression.path("type").asString("").endsWith("Selector")) {
            names.add(expression.path("name").asString(""));
            names.remove("");
        }
        expression.valueStream().forEach(part -> names.addAll(metrics(part)));
        return names;
    }
}
