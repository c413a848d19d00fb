package dev.orderflow.drill.recording;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.Walk;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Records what the stores of a cluster hold. */
public final class Recorder {

    /** How far back is recorded at least: ten minutes that a walk compares with, and those of the page. */
    private static final Duration BACK = Duration.ofMinutes(13);

    /** How far back is recorded at most: a page may be open for days. */
    private static final Duration BACK_AT_MOST = Duration.ofMinutes(30);

    /** Traces at most, the latest. */
    private static final int TRACES = 300;

    /** Warnings, errors and exceptions of each service that belong to none of the traces, at most, the latest. */
    private static final int WARNINGS = 500;

    /** The metrics that a walk may ask for. */
    private static final Pattern METRICS = Pattern.compile("(http_server_request|messaging_process)_duration_seconds_"
            + "(bucket|count)|kube_deployment_(spec_replicas|status_replicas_available)"
            + "|kube_pod_container_status_(restarts_total|last_terminated_(reason|exitcode))"
            + "|kube_pod_status_(unschedulable|reason)|kube_node_spec_unschedulable"
            + "|jvm_memory_(used_after_last_gc|limit)_bytes"
            + "|container_cpu_cfs_(throttled_)?periods_total|node_cpu_seconds_total"
            + "|db_client_connection_(count|pending_requests|timeouts_total|use_time_seconds_sum)"
            + "|postgresql_(backends|connection_max)|redis_keys_evicted_total|(outbox|order_unpaid)_age_seconds"
            + "|kafka_consumer_group_(lag_ratio|members)|(service|route|objective):.*");

    private static final Set<String> SYSTEM = Set.of("kubernetes-changes", "kubernetes-events", "stores");

    private final Stores stores;

    public Recorder(Stores stores) {
        this.stores = stores;
    }

    public RecordedRun record() {
        // First: pages that begin while the rest is read are none of this recording's.
        var alerts = Walk.firing(stores);
        var now = Instant.now();
        var from = from(alerts, now);
        var exemplars = stores.prometheus().exemplars("{__name__=~\".+_bucket\"}", from, now);
        var ids = exemplars.stream()
                .sorted(Comparator.comparing(Exemplar::time).reversed())
                .map(Exemplar::traceId)
                .distinct()
                .limit(TRACES)
                .collect(Collectors.toSet());
        var traces = ids.stream()
                .map(stores.traces()::trace)
                .filter(trace -> !trace.spans().isEmpty())
                .sorted(Comparator.comparing(Trace::id))
                .toList();
        var lines = new ArrayList<LogStore.Line>();
        var warnings = new HashMap<String, Deque<LogStore.Line>>();
        stores.logs().readLines(from, now, line -> {
            if (SYSTEM.contains(line.service()) || ids.contains(line.traceId())) {
                lines.add(line);
            } else if (isWarning(line) || isException(line)) {
                var latest = warnings.computeIfAbsent(line.service(), _ -> new ArrayDeque<>());
                latest.add(line);
                if (latest.size() > WARNINGS) {
                    latest.removeFirst();
                }
            }
        });
        warnings.values().forEach(lines::addAll);
        lines.sort(Comparator.comparing(LogStore.Line::time));
        return new RecordedRun(now, alerts, metrics(from, now, exemplars), traces, lines);
    }

    /** Returns since when a walk from one of the pages reads. */
    static Instant from(List<Alert> alerts, Instant now) {
        var earliest = alerts.stream()
                .filter(Alert::isPage)
                .map(Walk::readsFrom)
                .filter(from -> from.isAfter(now.minus(BACK_AT_MOST)));
        return Stream.concat(earliest, Stream.of(now.minus(BACK)))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Reports whether a line has an exception: libraries that try again log some at a lower severity. */
    private static boolean isException(LogStore.Line line) {
        return !line.attribute("exception.stacktrace").isEmpty();
    }

    private static boolean isWarning(LogStore.Line line) {
        return line.severity().startsWith("WARN") || line.severity().startsWith("ERROR");
    }

    /** Returns the samples as OpenMetrics. */
    private String metrics(Instant from, Instant now, List<Exemplar> exemplars) {
        var bySeries = exemplars.stream().collect(Collectors.groupingBy(Exemplar::series));
        var text = new StringBuilder();
        var families = new TreeMap<String, List<String>>();
        stores.prometheus().metrics().stream()
                .filter(name -> METRICS.matcher(name).matches())
                .forEach(name -> families.computeIfAbsent(family(name), _ -> new ArrayList<>())
                        .add(name));
        families.forEach((family, names) -> {
            text.append("# TYPE %s %s\n".formatted(family, family.endsWith("_seconds") ? "histogram" : "unknown"));
            names.stream()
                    .sorted()
                    .forEach(name -> stores.prometheus()
                            .query(
                                    "%s[%ds]"
                                            .formatted(
                                                    name,
                                                    Duration.between(from, now).toSeconds()),
                                    now,
                                    0)
                            .forEach(series -> write(series, bySeries, text)));
        });
        return text.toString();
    }

    private static String family(String name) {
        return name.replaceFirst("_duration_seconds_(bucket|count)$", "_duration_seconds");
    }

    private static void write(JsonNode series, Map<Map<String, String>, List<Exemplar>> exemplars, StringBuilder text) {
        var labels = new HashMap<String, String>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        var own = new ArrayList<>(exemplars.getOrDefault(labels, List.of()));
        own.sort(Comparator.comparing(Exemplar::time));
        var name = labels.getOrDefault("__name__", "");
        var written = new TreeMap<>(labels);
        written.remove("__name__");
        var head = name
                + written.entrySet().stream()
                        .map(label -> "%s=\"%s\"".formatted(label.getKey(), escaped(label.getValue())))
                        .collect(Collectors.joining(",", "{", "}"));
        for (var sample : series.path("values")) {
            var time = new BigDecimal(sample.path(0).asString());
            text.append("%s %s %s".formatted(head, sample.path(1).asString(), time.toPlainString()));
            // An exemplar goes with the first sample after it.
            if (!own.isEmpty() && own.getFirst().time().toEpochMilli() <= time.doubleValue() * 1000) {
                var exemplar = own.removeFirst();
                text.append(" # {trace_id=\"%s\",span_id=\"%s\"} %s %s"
                        .formatted(
                                exemplar.traceId(),
                                exemplar.spanId(),
                                exemplar.value(),
                                BigDecimal.valueOf(exemplar.time().toEpochMilli(), 3)
                                        .toPlainString()));
                own.removeIf(other -> other.time().toEpochMilli() <= time.doubleValue() * 1000);
            }
            text.append('\n');
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
