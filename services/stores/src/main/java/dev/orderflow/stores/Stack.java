package dev.orderflow.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a cluster keeps its traces and logs, and what checks of that cluster have to know of those stores. */
public enum Stack {
    // Jaeger connects to nothing; Loki asks DNS for its own members.
    JAEGER(Backend.JAEGER, Backend.VICTORIALOGS, "jaeger", "jaeger", Set.of()),
    GRAFANA(Backend.TEMPO, Backend.LOKI, "tempo", "loki", Set.of("kube-dns.kube-system.svc:53"));

    private final Backend traces;
    private final Backend logs;
    private final String traceStatefulSet;
    private final String quiet;
    private final Set<String> quietTargets;

    Stack(Backend traces, Backend logs, String traceStatefulSet, String quiet, Set<String> quietTargets) {
        this.traces = traces;
        this.logs = logs;
        this.traceStatefulSet = traceStatefulSet;
        this.quiet = quiet;
        this.quietTargets = quietTargets;
    }

    /**
     * Reads the choice that {@code make cluster-up} wrote down; jaeger where there is none.
     *
     * @throws IllegalStateException for a name that is no stack's
     */
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

    public Backend traces() {
        return traces;
    }

    public Backend logs() {
        return logs;
    }

    /** Makes the readers of the stores at the ports of a cluster of this stack. */
    public Stores stores(LocalCluster local) {
        return new Stores(
                new PrometheusReader(local.prometheus()), traces.traces(local.traces()), logs.logs(local.logs()));
    }

    /** The name of the trace store's StatefulSet, in the namespace observability. */
    public String traceStatefulSet() {
        return traceStatefulSet;
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

    /** @param target {@code <service>.<namespace>.svc:<port>} that the quiet part would connect to */
    public boolean quietMay(String target) {
        return quietTargets.contains(target);
    }
}
