package dev.orderflow.drill.cluster;

import dev.orderflow.drill.cluster.Flows.Target;
import dev.orderflow.stores.JaegerReader;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.LokiReader;
import dev.orderflow.stores.TempoReader;
import dev.orderflow.stores.TraceStore;
import dev.orderflow.stores.VictoriaLogsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where a cluster keeps its telemetry. All that differs between the two is said here. */
public enum Stack {
    // Jaeger connects to nothing; Loki asks DNS for its own members.
    JAEGER("Jaeger", "VictoriaLogs", "jaeger", JaegerReader::new, VictoriaLogsReader::new, "jaeger", _ -> false),
    GRAFANA(
            "Tempo",
            "Loki",
            "tempo",
            TempoReader::new,
            LokiReader::new,
            "loki",
            target -> target.toString().equals("kube-dns.kube-system.svc:53"));

    /** What {@code make cluster-up} writes down. */
    private static final Path CHOICE = Path.of("build/stack");

    private final String traceStore;
    private final String logStore;
    private final String traceStatefulSet;
    private final Function<URI, TraceStore> traces;
    private final Function<URI, LogStore> logs;
    private final String quiet;
    private final Predicate<Target> quietMay;

    Stack(
            String traceStore,
            String logStore,
            String traceStatefulSet,
            Function<URI, TraceStore> traces,
            Function<URI, LogStore> logs,
            String quiet,
            Predicate<Target> quietMay) {
        this.traceStore = traceStore;
        this.logStore = logStore;
        this.traceStatefulSet = traceStatefulSet;
        this.traces = traces;
        this.logs = logs;
        this.quiet = quiet;
        this.quietMay = quietMay;
    }

    /** The running cluster's; jaeger where nothing was written down. */
    public static Stack chosen() {
        return chosen(CHOICE);
    }

    /** @throws IllegalStateException for a name that is no stack's */
    static Stack chosen(Path file) {
        try {
            var name = Files.readString(file).strip();
            return Arrays.stream(values())
                    .filter(stack -> stack.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            file + " names no stack: \"" + name + "\"; make cluster-up writes jaeger or grafana"));
        } catch (NoSuchFileException e) {
            return JAEGER;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As people call it. */
    public String traceStore() {
        return traceStore;
    }

    public String logStore() {
        return logStore;
    }

    /** The trace store's, in the namespace observability. */
    public String traceStatefulSet() {
        return traceStatefulSet;
    }

    /** At the port of the trace store, whichever it is. */
    TraceStore traces(LocalCluster local) {
        return traces.apply(local.traces());
    }

    LogStore logs(LocalCluster local) {
        return logs.apply(local.logs());
    }

    /** A path of the trace store that is read, at its port. */
    public String traceRead() {
        return this == JAEGER ? "/api/services" : "/api/echo";
    }

    /** A path of the log store that is read, at its port. */
    public String logRead() {
        return this == JAEGER ? "/select/logsql/field_names?query=*" : "/loki/api/v1/labels";
    }

    /** Requests that would change the trace store, each a method and a path; without harm where it takes one. */
    public List<String> traceChanges() {
        return this == JAEGER
                ? List.of("POST /api/traces", "DELETE /api/traces/1", "GET /debug/vars")
                : List.of("GET /flush", "POST /api/overrides", "DELETE /api/overrides");
    }

    /** Requests that would change the log store, each a method and a path; without harm where it takes one. */
    public List<String> logChanges() {
        return this == JAEGER
                ? List.of(
                        "POST /insert/jsonline",
                        "GET /insert/jsonline",
                        "GET /internal/force_flush",
                        "POST /delete/run_task",
                        "GET //internal/force_flush")
                : List.of("POST /loki/api/v1/push", "DELETE /loki/api/v1/delete", "GET /flush", "POST /otlp/v1/logs");
    }

    /** A part of the stack that connects to next to nothing, by its label. */
    public String quiet() {
        return quiet;
    }

    public boolean quietMay(Target target) {
        return quietMay.test(target);
    }
}
