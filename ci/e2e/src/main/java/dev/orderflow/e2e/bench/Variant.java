package dev.orderflow.e2e.bench;

import dev.orderflow.local.LocalSystem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A variant of the agent with one part switched off. The difference to {@link #FULL} is the cost of that part. */
enum Variant {
    FULL("as operator-instrumentation.yaml has it", Map.of()),
    NO_PARAMETERS(
            "does not capture what was bound to SQL",
            Map.of("OTEL_INSTRUMENTATION_JDBC_EXPERIMENTAL_CAPTURE_QUERY_PARAMETERS", "false")),
    NO_DATASOURCE("no span for getConnection", Map.of("OTEL_INSTRUMENTATION_JDBC_DATASOURCE_ENABLED", "false")),
    NO_JDBC(
            "no span for SQL",
            Map.of(
                    "OTEL_INSTRUMENTATION_JDBC_ENABLED", "false",
                    "OTEL_INSTRUMENTATION_JDBC_DATASOURCE_ENABLED", "false")),
    NO_CONTROLLERS("no span for controllers", Map.of("OTEL_INSTRUMENTATION_SPRING_WEBMVC_ENABLED", "false")),
    NO_LOGS("exports no logs", Map.of("OTEL_LOGS_EXPORTER", "none")),
    NO_METRICS("exports no metrics", Map.of("OTEL_METRICS_EXPORTER", "none")),
    RARE_METRICS("exports metrics once a minute", Map.of("OTEL_METRIC_EXPORT_INTERVAL", "60000")),
    NO_RUNTIME("no metrics of the JVM", Map.of("OTEL_INSTRUMENTATION_RUNTIME_TELEMETRY_ENABLED", "false")),
    NO_EXPORT(
            "makes all of it and exports nothing",
            Map.of(
                    "OTEL_TRACES_EXPORTER", "none",
                    "OTEL_LOGS_EXPORTER", "none",
                    "OTEL_METRICS_EXPORTER", "none")),
    NO_SPANS("samples no trace", Map.of("OTEL_TRACES_SAMPLER", "always_off")),
    NOTHING("loaded, and does nothing", Map.of("OTEL_JAVAAGENT_ENABLED", "false"));

    private final String description;
    private final Map<String, String> settings;

    Variant(String description, Map<String, String> settings) {
        this.description = description;
        this.settings = settings;
    }

    /** @throws IllegalArgumentException if there is no such variant; the message lists those that exist */
    static Variant named(String name) {
        return Arrays.stream(values())
                .filter(variant -> variant.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no variant " + name + "; there are: " + list()));
    }

    static String list() {
        return Arrays.stream(values()).map(Variant::toString).collect(Collectors.joining(", "));
    }

    String description() {
        return description;
    }

    LocalSystem.Setup setup(List<String> jvm) {
        return new LocalSystem.Setup("bench-" + this, true, settings, jvm);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
