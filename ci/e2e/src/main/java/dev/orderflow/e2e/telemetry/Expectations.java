package dev.orderflow.e2e.telemetry;

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
            map(root.get("services")).forEach((name, value) -> {
                var signals = map(value);
                services.put(
                        name,
                        new Signals((String) signals.get("metric"), (Boolean) signals.get("sql"), (Boolean) signals.get("logs")));
            });
            var edges = ((List<?>) root.get("edges"))
                    .stream()
                            .map(Expectations::map)
                            .map(edge -> new Edge((String) edge.get("from"), (String) edge.get("to"), (String) edge.get("over")))
                            .toList();
            return new Expectations(services, edges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
