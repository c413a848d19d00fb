package dev.orderflow.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * Reads the settings of the Java agent from operator-instrumentation.yaml, as the OpenTelemetry Operator would set them
 * in a pod.
 */
final class AgentSettings {

    private AgentSettings() {}

    static Map<String, String> read(Path file, String endpoint) {
        try (var text = Files.newBufferedReader(file)) {
            Map<String, Object> root = new Yaml().load(text);
            var spec = map(entry(root, "spec"));
            var settings = new HashMap<String, String>();
            for (var variable : (List<?>) entry(map(entry(spec, "java")), "env")) {
                settings.put((String) map(variable).get("name"), (String)
                        map(variable).get("value"));
            }
            settings.put("OTEL_TRACES_SAMPLER", (String) entry(map(entry(spec, "sampler")), "type"));
            settings.put(
                    "OTEL_PROPAGATORS",
                    ((List<?>) entry(spec, "propagators"))
                            .stream().map(Object::toString).collect(Collectors.joining(",")));
            settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws NullPointerException if the file lacks the key; the message names it */
    private static Object entry(Map<String, Object> mapping, String key) {
        return Objects.requireNonNull(mapping.get(key), () -> "operator-instrumentation.yaml lacks " + key);
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
