package dev.orderflow.stores;

import dev.orderflow.stores.Backend.Signal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Readers of a system's metrics, traces and logs. */
public record Stores(PrometheusReader prometheus, TraceStore traces, LogStore logs) {

    /** Makes the readers of the stores at some addresses; empty where metrics, traces or logs have none. */
    public static Optional<Stores> of(Map<Backend, URI> addresses) {
        var metrics = first(addresses, Signal.METRICS);
        var traces = first(addresses, Signal.TRACES);
        var logs = first(addresses, Signal.LOGS);
        return metrics.isEmpty() || traces.isEmpty() || logs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Stores(
                        new PrometheusReader(addresses.get(metrics.get())),
                        traces.get().traces(addresses.get(traces.get())),
                        logs.get().logs(addresses.get(logs.get()))));
    }

    private static Optional<Backend> first(Map<Backend, URI> addresses, Signal signal) {
        return Backend.of(signal).stream().filter(addresses::containsKey).findFirst();
    }
}
