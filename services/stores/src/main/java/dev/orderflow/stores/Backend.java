package dev.orderflow.stores;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** A product that keeps telemetry or alerts, with the reader of its API. */
public enum Backend {
    PROMETHEUS(Signal.METRICS, "Prometheus"),
    TEMPO(Signal.TRACES, "Tempo"),
    JAEGER(Signal.TRACES, "Jaeger"),
    LOKI(Signal.LOGS, "Loki"),
    VICTORIALOGS(Signal.LOGS, "VictoriaLogs"),
    ALERTMANAGER(Signal.ALERTS, "Alertmanager");

    private final Signal signal;
    private final String label;

    Backend(Signal signal, String label) {
        this.signal = signal;
        this.label = label;
    }

    /** The kind of data that a backend keeps. */
    public enum Signal {
        METRICS,
        TRACES,
        LOGS,
        ALERTS
    }

    /** The backends of a signal; of several that have an address, the first is read. */
    public static List<Backend> of(Signal signal) {
        return Stream.of(values()).filter(backend -> backend.signal == signal).toList();
    }

    public Signal signal() {
        return signal;
    }

    /** The product's name as people write it. */
    public String label() {
        return label;
    }

    /**
     * Makes the reader of the traces at an address.
     *
     * @throws IllegalStateException for a backend that keeps no traces
     */
    public TraceStore traces(URI address) {
        return switch (this) {
            case TEMPO -> new TempoReader(address);
            case JAEGER -> new JaegerReader(address);
            case PROMETHEUS, LOKI, VICTORIALOGS, ALERTMANAGER ->
                throw new IllegalStateException(label + " keeps no traces");
        };
    }

    /**
     * Makes the reader of the logs at an address.
     *
     * @throws IllegalStateException for a backend that keeps no logs
     */
    public LogStore logs(URI address) {
        return switch (this) {
            case LOKI -> new LokiReader(address);
            case VICTORIALOGS -> new VictoriaLogsReader(address);
            case PROMETHEUS, TEMPO, JAEGER, ALERTMANAGER -> throw new IllegalStateException(label + " keeps no logs");
        };
    }
}
