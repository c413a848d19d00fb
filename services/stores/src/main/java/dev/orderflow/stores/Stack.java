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

/**
 * A stack of telemetry: the trace store and the log store of a cluster, and the facts about them that checks of the
 * cluster need.
 */
public enum Stack {
    // Jaeger opens no connections; Loki queries DNS for its own members.
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
     * Reads the choice that {@code make cluster-up} wrote to a file; jaeger if there is no file.
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

    /** Creates readers of the stores of a cluster of this stack. */
    public Stores stores(LocalCluster local) {
        return new Stores(
                new PrometheusReader(local.prometheus()), traces.traces(local.traces()), logs.logs(local.logs()));
    }

    /** The name of the trace store's StatefulSet, in the namespace observability. */
    public String traceStatefulSet() {
        return traceStatefulSet;
    }

    /** The path of a request that reads from the trace store. */
    public String traceRead() {
        return this == JAEGER ? "/api/services" : "/api/echo";
    }

    /** The path of a request that reads from the log store. */
    public String logRead() {
        return this == JAEGER ? "/select/logsql/field_names?query=*" : "/loki/api/v1/labels";
    }

    /** Requests that would change the trace store, each a method and a path; harmless if the store accepts one. */
    public List<String> traceChanges() {
        return this == JAEGER
                ? List.of("POST /api/traces", "DELETE /api/traces/1", "GET /debug/vars")
                : List.of("GET /flush", "POST /api/overrides", "DELETE /api/overrides");
    }

    /** Requests that would change the log store, each a method and a path; harmless if the store accepts one. */
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

    /** The label of a component of the stack that opens almost no connections. */
    public String quiet() {
        return quiet;
    }

    /**
     * Reports whether the component {@link #quiet} may connect to a target.
     *
     * @param target {@code <service>.<namespace>.svc:<port>}
     */
    public boolean quietMay(String target) {
        return quietTargets.contains(target);
    }
}
