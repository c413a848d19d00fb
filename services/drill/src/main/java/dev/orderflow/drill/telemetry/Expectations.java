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

/** The telemetry that each service must record for an order, read from {@code telemetry.yaml}. */
public record Expectations(Map<String, Signals> services, List<Edge> edges) {

    /**
     * The signals of one service; {@code telemetry.yaml} documents them.
     *
     * @see Expectations the comment at the head of the file
     */
    public record Signals(String metric, boolean sql, boolean logs) {}

    /** Reads {@code telemetry.yaml} from the class path. */
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

    /** Describes what an order's trace lacks; empty if it is complete. */
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

    /** @throws NullPointerException if the file lacks the key; the message names it */
    private static Object entry(Map<String, Object> mapping, String key) {
        return Objects.requireNonNull(mapping.get(key), () -> "telemetry.yaml lacks " + key);
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
