package dev.orderflow.stores;

import dev.orderflow.stores.Backend.Signal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The readers of a system's metrics, traces and logs. */
public record Stores(PrometheusReader prometheus, TraceStore traces, LogStore logs) {

    /** Creates readers for stores at given addresses; empty if metrics, traces or logs have no address. */
    public static Optional<Stores> of(Map<Backend, URI> addresses) {
        return first(addresses, Signal.METRICS)
                .flatMap(metrics -> first(addresses, Signal.TRACES)
                        .flatMap(traces -> first(addresses, Signal.LOGS)
                                .map(logs -> new Stores(
                                        new PrometheusReader(metrics.getValue()),
                                        traces.getKey().traces(traces.getValue()),
                                        logs.getKey().logs(logs.getValue())))));
    }

    /** Returns the same stores, whose metrics are those of a time. */
    public Stores at(Instant time) {
        return new Stores(prometheus.at(time), traces, logs);
    }

    /** The first backend of a signal that has an address, with that address. */
    private static Optional<Map.Entry<Backend, URI>> first(Map<Backend, URI> addresses, Signal signal) {
        return Backend.of(signal).stream()
                .flatMap(backend ->
                        Stream.ofNullable(addresses.get(backend)).map(address -> Map.entry(backend, address)))
                .findFirst();
    }
}
