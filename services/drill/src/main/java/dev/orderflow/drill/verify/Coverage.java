package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.stores.PrometheusReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Counts which of many PromQL queries have an answer now, and finds queries on series that nobody writes, which never
 * have one.
 */
final class Coverage {

    private final PrometheusReader prometheus;
    private final List<PanelQuery> asked = new ArrayList<>();
    private final Set<String> unanswered = new TreeSet<>();
    private int answered;

    Coverage(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** A query that was run, and what contains it. */
    private record PanelQuery(String where, String query) {}

    /**
     * Runs a query.
     *
     * @param where what contains the query, as a reader would look for it
     */
    void ask(String where, String query) {
        asked.add(new PanelQuery(where, query));
        if (prometheus.query(query).isEmpty()) {
            unanswered.add(where);
        } else {
            answered++;
        }
    }

    /**
     * Requires that at least one query was run, and that each reads series that exist. A query without an answer now
     * may be right. A recorded series without a value yet (a ratio before there is traffic) exists if the series that
     * it is recorded from do.
     */
    void requireKnown() {
        Checks.require(!asked.isEmpty(), "there are no queries");
        var known = new HashSet<>(prometheus.metrics());
        known.addAll(AbsentSeries.load().rare().keySet());
        var recorded = prometheus.recordings();
        var unknown = new TreeMap<String, Set<String>>();
        for (var question : asked) {
            missing(metrics(prometheus.parsed(question.query())), known, recorded)
                    .forEach(metric -> unknown.computeIfAbsent(metric, _ -> new TreeSet<>())
                            .add(question.where()));
        }
        Checks.require(unknown.isEmpty(), "series that do not exist: " + unknown);
    }

    /** Returns those of the metrics, and of those that they are recorded from, that nobody writes. */
    private Set<String> missing(Set<String> metrics, Set<String> known, Map<String, String> recorded) {
        var missing = new TreeSet<String>();
        var seen = new HashSet<String>();
        var next = new ArrayDeque<>(metrics);
        while (!next.isEmpty()) {
            var metric = next.remove();
            if (known.contains(metric) || !seen.add(metric)) {
                continue;
            }
            var expression = recorded.get(metric);
            if (expression == null) {
                missing.add(metric);
            } else {
                next.addAll(metrics(prometheus.parsed(expression)));
            }
        }
        return missing;
    }

    int asked() {
        return asked.size();
    }

    int answered() {
        return answered;
    }

    Set<String> unanswered() {
        return unanswered;
    }

    /** Returns the metrics that an expression selects by name. */
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
