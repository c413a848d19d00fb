package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints how many queries of each dashboard, and of the rules, have an answer now, and why the others have none. */
final class ShowCoverage {

    /** Of panels and series whose emptiness says something, what it says. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Night shift: Alerts that fire", "none does"),
            Map.entry("Night shift: Errors", "no request came for a minute"),
            Map.entry("Night shift: Pods that fail most", "none fails"),
            Map.entry("Night shift: Pods whose threads wait for a connection", "none waits"),
            Map.entry("Night shift: What changed in the last hour", "nothing was deployed or scaled"),
            Map.entry("On call: Firing since", "nobody is paged"),
            Map.entry("On call: How long a page waits for somebody", "no page was acknowledged"),
            Map.entry("On call: Minutes by alert, 24 hours", "nobody was paged"),
            Map.entry("On call: Notifications that failed, 24 hours", "none did"),
            Map.entry("On call: Pages", "nobody is paged"),
            Map.entry("On call: Tickets", "there are none"),
            Map.entry("On call: Time to acknowledge, 24 hours", "no page was acknowledged"),
            Map.entry("On call: Time to resolve, 24 hours", "no page was resolved"),
            Map.entry("On call: Time to recover", "nobody was paged"),
            Map.entry("On call: What happened to pages", "nothing within the hour"),
            Map.entry("Order flow: Cancelled", "no order was"),
            Map.entry("Order flow: Refused", "no order was"),
            Map.entry("Order flow: Rejected", "no order was"),
            Map.entry("Order flow: Wait for payment", "no order came for a minute"),
            Map.entry("Resources: Throttled", "no container has a limit of CPU"),
            Map.entry("Resources: Waits that were given up", "none was"),
            Map.entry("Service: Answers that are errors", "no request failed"),
            Map.entry("Service: Errors by pod", "no request failed"),
            Map.entry("Service: Messages that failed", "none did"),
            Map.entry("Telemetry: Pods that are ready and silent", "all is well"),
            Map.entry("Telemetry: Pods without the agent", "all is well"),
            Map.entry("Telemetry: Targets that are down", "all is well"),
            Map.entry("instance:returned:1m", "no pod's metrics were away"),
            Map.entry("instance:returned:5m", "no pod's metrics were away"),
            Map.entry("route:errors:ratio_rate1m", "no request came for a minute"),
            Map.entry("route:latency:p50_baseline", "no traffic yet: make load"),
            Map.entry("route:latency:p50_healthy", "an incident, or no traffic, is never part of its own baseline"),
            Map.entry("service:errors:ratio_rate1m", "no request came for a minute"),
            Map.entry("service:refused:ratio_baseline", "no traffic yet: make load"),
            Map.entry("service:refused:ratio_healthy", "no request came for a minute"),
            Map.entry("service:refused:ratio_rate1m", "no request came for a minute"));

    private ShowCoverage() {}

    /** @return whether each query has an answer, or a known reason for none */
    static boolean run(Cluster cluster) throws IOException {
        var prometheus = cluster.prometheus();
        var parts = new TreeMap<String, Coverage>();
        for (var dashboard : DashboardCheck.all()) {
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
                        .map(where -> where + " (" + REASONS.getOrDefault(where, "?") + ")")
                        .collect(Collectors.joining("; "))));
        return parts.values().stream()
                .flatMap(coverage -> coverage.unanswered().stream())
                .allMatch(REASONS::containsKey);
    }
}
