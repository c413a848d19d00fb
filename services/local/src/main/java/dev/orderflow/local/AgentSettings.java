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

    private static final String FILE = "operator-instrumentation.yaml";

    private AgentSettings() {}

    /**
     * Reports whether a source tree has settings for the agent; without an Instrumentation resource nothing is
     * injected.
     */
    static boolean areIn(Path root) {
        return Files.exists(root.resolve(FILE));
    }

    static Map<String, String> read(Path root, String endpoint) {
        try (var text = Files.newBufferedReader(root.resolve(FILE))) {
            Map<String, Object> resource = new Yaml().load(text);
            var spec = map(entry(resource, "spec"));
            var settings = new HashMap<String, String>();
            for (var variable : (List<?>) entry(map(entry(spec, "java")), "env")) {
                settings.put((String) map(variable).get("name"), (String)
                        map(variable).get("value"));
            }
            var sampler = map(entry(spec, "sampler"));
            settings.put("OTEL_TRACES_SAMPLER", (String) entry(sampler, "type"));
            if (sampler.get("argument") instanceof Object argument) {
                settings.put("OTEL_TRACES_SAMPLER_ARG", argument.toString());
            }
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
        return Objects.requireNonNull(mapping.get(key), () -> FILE + " lacks " + key);
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
