package dev.orderflow.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The metrics that the alerts read, through whatever is recorded between, and the rules that miss them:
 * files/rules/inputs.yaml.
 */
final class RuleInputs {

    static final String FILE = "inputs.yaml";

    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?![\\w:]*\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "Inf", "NaN");

    /** Series that Prometheus itself makes: of alerts and of scrapes. */
    private static final Set<String> OWN = Set.of("ALERTS", "up");

    /** Who exports a metric, by how its name begins. */
    private static final Map<String, Exporter> EXPORTERS = Map.ofEntries(
            Map.entry(
                    "jvm_|http_|messaging_|db_client_|order_|outbox_|gateway_", new Exporter("orderflow", "services")),
            Map.entry("postgresql_|kafka_|redis_", new Exporter("orderflow", "stores")),
            Map.entry("kube_", new Exporter("observability", "kube-state-metrics")),
            Map.entry("prometheus_", new Exporter("observability", "prometheus")),
            Map.entry("alertmanager_", new Exporter("observability", "alertmanager")),
            Map.entry("otelcol_", new Exporter("node-agents", "otel-collector")),
            Map.entry("node_", new Exporter("node-agents", "node-exporter")),
            Map.entry("container_|kubelet_", new Exporter("kube-system", "kubelet")));

    /** Metrics that are there only once something happened or was asked: what else of the same exporter always is. */
    private static final Map<String, String> STAND_INS = Map.of(
            "http_server_.*|messaging_.*|db_client_connection_timeouts_total|order_.*|outbox_.*|gateway_.*",
                    "jvm_class_count",
            // The kubelet reports no volume that is a folder of its node.
            "container_cpu_cfs_.*|kubelet_volume_stats_.*", "container_cpu_usage_seconds_total",
            "otelcol_(exporter_((enqueue|send)_failed|sent)|receiver_refused)_.*", "otelcol_exporter_queue_size");

    /**
     * Exporters without which no page's end can be believed: the eyes on all services, on the nodes' Collectors, and on
     * Prometheus' own rules. The pages that read the other exporters keep themselves, or are about those exporters
     * alone.
     */
    private static final Set<Exporter> EYES = Set.of(
            new Exporter("orderflow", "services"),
            new Exporter("node-agents", "otel-collector"),
            new Exporter("observability", "prometheus"));

    private RuleInputs() {}

    /** The namespace and name that alerts on an exporter carry. */
    record Exporter(String namespace, String service) {

        /** @throws IllegalArgumentException where nobody is known to export the metric */
        static Exporter of(String metric) {
            return EXPORTERS.entrySet().stream()
                    .filter(entry -> metric.matches("(" + entry.getKey() + ").*"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "an alert reads %s, and no exporter of it is known: add it to EXPORTERS"
                                    .formatted(metric)));
        }
    }

    /** The names of the metrics in an expression. */
    static Set<String> metrics(String expression) {
        var bare = expression
                .replaceAll("(?m)#.*$", "")
                .replaceAll("\"[^\"]*\"|'[^']*'", "")
                .replaceAll("\\{[^}]*}|\\[[^]]*]", "")
                .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\bgroup_(left|right)\\b", " ");
        return NAME.matcher(bare)
                .results()
                .map(match -> match.group())
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The exported metrics behind the alerts of a severity, each replaced by its stand-in where it has one. */
    static Set<String> read(List<Map<String, Object>> rules, String severity) {
        var recorded = rules.stream()
                .filter(rule -> rule.containsKey("record"))
                .collect(Collectors.groupingBy(
                        rule -> (String) rule.get("record"),
                        Collectors.mapping(rule -> (String) rule.get("expr"), Collectors.toList())));
        var todo = new ArrayList<>(rules.stream()
                .filter(rule -> rule.containsKey("alert")
                        && Chart.map(rule.get("labels")).get("severity").equals(severity))
                .map(rule -> (String) rule.get("expr"))
                .toList());
        var seen = new TreeSet<String>();
        var exported = new TreeSet<String>();
        while (!todo.isEmpty()) {
            for (var name : metrics(todo.removeLast())) {
                if (OWN.contains(name) || !seen.add(name)) {
                    continue;
                }
                if (recorded.containsKey(name)) {
                    todo.addAll(recorded.get(name));
                } else {
                    exported.add(standIn(name));
                }
            }
        }
        return exported;
    }

    private static String standIn(String metric) {
        return STAND_INS.entrySet().stream()
                .filter(entry -> metric.matches(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(metric);
    }

    /** The text of files/rules/inputs.yaml for these rules. */
    static String file(List<Map<String, Object>> rules) {
        var text = new StringBuilder("""
                # Written by `make rules-inputs` from what the other rules read: a metric of theirs that is absent is itself alerted on.
                # It pages where a page reads it. Metrics that come with their first event have a stand-in: see RuleInputs.
                groups:
                  - name: inputs
                    rules:
                """);
        var paged = read(rules, "page");
        for (var severity : List.of("page", "ticket")) {
            var by = new TreeMap<String, Map<Exporter, Set<String>>>();
            read(rules, severity).stream()
                    .filter(metric -> severity.equals("page") || !paged.contains(metric))
                    .forEach(metric -> {
                        var exporter = Exporter.of(metric);
                        by.computeIfAbsent(exporter.service(), _ -> new LinkedHashMap<>())
                                .computeIfAbsent(exporter, _ -> new TreeSet<>())
                                .add(metric);
                    });
            by.values()
                    .forEach(exporters ->
                            exporters.forEach((exporter, metrics) -> text.append(rule(severity, exporter, metrics))));
        }
        return text.toString();
    }

    private static String rule(String severity, Exporter exporter, Set<String> metrics) {
        var absent = metrics.stream()
                .map("label_replace(absent_over_time(%1$s[2m]), \"metric\", \"%1$s\", \"\", \"\")"::formatted)
                .collect(Collectors.joining("\n  or "));
        // While the services are being installed, neither they nor their stores report anything, and what reads the
        // stores
        // is given access to them after the first service is there: until one has been available for three minutes.
        var expression = "(\n  " + absent + "\n)"
                + (exporter.namespace().equals("orderflow")
                        ? "\nand on () group(min_over_time("
                                + "kube_deployment_status_replicas_available{namespace=\"orderflow\"}[3m]) > 0)"
                        : "");
        var isBlinding = severity.equals("page") && EYES.contains(exporter);
        return """
                      - alert: MetricAbsent
                        expr: |
                          %s
                        for: 1m
                        labels: {severity: %s, namespace: %s, service: %s, slo: none%s}
                        annotations:
                          summary: "Rules read {{ $labels.metric }}, and it is absent"
                          description: "%s: none has come for three minutes, and the alerts that read it cannot fire."
                          dashboard_url: '{{ $externalURL }}{{ graphLink "up" }}'
                          query: count by (job) (up)
                """.formatted(
                        expression.indent(10).strip(),
                        severity,
                        exporter.namespace(),
                        exporter.service(),
                        isBlinding ? ", blind: \"true\"" : "",
                        exporter.service());
    }
}
