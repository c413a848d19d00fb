package dev.orderflow.drill.telemetry;

import dev.orderflow.stores.trace.Edge;
import dev.orderflow.stores.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** {@code telemetry.yaml}: what each service must tell of an order. */
public record Expectations(Map<String, Signals> services, List<Edge> edges) {

    /** @see Expectations the comment at the head of the file */
    public record Signals(String metric, boolean sql, boolean logs) {}

    public static Expectations load() {
        try (var file = Expectations.class.getResourceAsStream("/telemetry.yaml")) {
            Map<String, Object> root = new Yaml().load(Objects.requireNonNull(file));
            var services = new LinkedHashMap<String, Signals>();
            map(entry(root, "services")).forEach((name, value) -> {
                var signals = map(value);
                services.put(
                        name, new Signals((String) entry(signals, "metric"), (boolean) entry(signals, "sql"), (boolean)
                                entry(signals, "logs")));
            });
            var edges = ((List<?>) entry(root, "edges"))
                    .stream()
                            .map(Expectations::map)
                            .map(edge -> new Edge((String) entry(edge, "from"), (String) entry(edge, "to"), (String)
                                    entry(edge, "over")))
                            .toList();
            return new Expectations(services, edges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What keeps a trace from being an order's whole trace, empty where nothing does. */
    public String missingFrom(Trace trace) {
        var lost = services.keySet().stream()
                .filter(name -> !trace.services().contains(name))
                .toList();
        var uncalled =
                edges.stream().filter(edge -> !trace.edges().contains(edge)).toList();
        var sql = services.entrySet().stream()
                .filter(entry -> entry.getValue().sql())
                .map(Map.Entry::getKey)
                .filter(name -> trace.spans().stream()
                        .noneMatch(span ->
                                span.service().equals(name) && !span.sql().isEmpty()))
                .toList();
        return lost.isEmpty() && uncalled.isEmpty() && sql.isEmpty()
                ? ""
                : "of %d spans: no span of %s, no edge %s, no SQL of %s"
                        .formatted(trace.spans().size(), lost, uncalled, sql);
    }

    /** @throws NullPointerException where the file lacks it; the message names it */
    private static Object entry(Map<String, Object> mapping, String key) {
        return Objects.requireNonNull(mapping.get(key), () -> "telemetry.yaml lacks " + key);
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
