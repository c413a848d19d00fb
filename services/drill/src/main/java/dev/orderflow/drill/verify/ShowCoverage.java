package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import java.io.IOException;
import java.util.HashMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints a table of how many queries of each dashboard and of the recording rules have an answer now, and why the
 * others have none. A panel gives its reason in noValue; absent-series.yaml has those of recorded series.
 */
final class ShowCoverage {

    private ShowCoverage() {}

    /**
     * Prints the table.
     *
     * @return whether each query has an answer, or a known reason for none
     */
    static boolean run(Cluster cluster) throws IOException {
        var prometheus = cluster.prometheus();
        var parts = new TreeMap<String, Coverage>();
        var reasons = new HashMap<>(AbsentSeries.load().recorded());
        for (var dashboard : DashboardCheck.all()) {
            reasons.putAll(DashboardCheck.reasons(dashboard));
            DashboardCheck.ask(
                    dashboard,
                    parts.computeIfAbsent(dashboard.path("title").asString(), _ -> new Coverage(prometheus)));
        }
        var recordings = parts.computeIfAbsent("recorded series", _ -> new Coverage(prometheus));
        prometheus.recordings().forEach(recordings::ask);
        System.out.println("| | queries | with an answer | without |");
        System.out.println("|---|---|---|---|");
        parts.forEach((name, coverage) -> System.out.printf(
                "| %s | %d | %d | %s |%n",
                name,
                coverage.asked(),
                coverage.answered(),
                coverage.unanswered().stream()
                        .map(where -> where + " (" + reasons.getOrDefault(where, "?") + ")")
                        .collect(Collectors.joining("; "))));
        return parts.values().stream()
                .flatMap(coverage -> coverage.unanswered().stream())
                .allMatch(reasons::containsKey);
    }
}
