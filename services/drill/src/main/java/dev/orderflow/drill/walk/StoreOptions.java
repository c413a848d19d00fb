package dev.orderflow.drill.walk;

import dev.orderflow.stores.Backend;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a command that reads stores: addresses of others than the cluster's. */
final class StoreOptions {

    private final Supplier<Stores> cluster;

    @Option(
            names = "--prometheus",
            paramLabel = "<url>",
            description = "Address of Prometheus (default: the cluster's port on 127.0.0.1).")
    private @Nullable URI prometheus;

    @ArgGroup
    private @Nullable TraceStoreOption traces;

    @ArgGroup
    private @Nullable LogStoreOption logs;

    /** The options for a trace store that is not the cluster's. */
    private static final class TraceStoreOption {

        @Option(
                names = "--jaeger",
                paramLabel = "<url>",
                description = "Address of a Jaeger with the traces (default: the trace store of the cluster's stack).")
        private @Nullable URI jaeger;

        @Option(
                names = "--tempo",
                paramLabel = "<url>",
                description = "Address of a Tempo with the traces, instead of --jaeger.")
        private @Nullable URI tempo;

        TraceStore store() {
            return jaeger != null ? Backend.JAEGER.traces(jaeger) : Backend.TEMPO.traces(Objects.requireNonNull(tempo));
        }
    }

    /** The options for a log store that is not the cluster's. */
    private static final class LogStoreOption {

        @Option(
                names = "--victorialogs",
                paramLabel = "<url>",
                description =
                        "Address of a VictoriaLogs with the logs (default: the log store of the cluster's stack).")
        private @Nullable URI victorialogs;

        @Option(
                names = "--loki",
                paramLabel = "<url>",
                description = "Address of a Loki with the logs, instead of --victorialogs.")
        private @Nullable URI loki;

        LogStore store() {
            return victorialogs != null
                    ? Backend.VICTORIALOGS.logs(victorialogs)
                    : Backend.LOKI.logs(Objects.requireNonNull(loki));
        }
    }

    /** @param cluster supplies the stores of the running cluster; called only if an option names no other store */
    StoreOptions(Supplier<Stores> cluster) {
        this.cluster = cluster;
    }

    /** Returns the stores that options name, and otherwise the cluster's. */
    Stores stores() {
        if (prometheus != null && traces != null && logs != null) {
            return new Stores(new PrometheusReader(prometheus), traces.store(), logs.store());
        }
        var local = cluster.get();
        return new Stores(
                prometheus == null ? local.prometheus() : new PrometheusReader(prometheus),
                traces == null ? local.traces() : traces.store(),
                logs == null ? local.logs() : logs.store());
    }
}
