package dev.orderflow.drill.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * Series that a healthy system may lack, with the reasons, read from {@code absent-series.yaml}.
 *
 * @param recorded recorded series that may have no value
 * @param rare series that appear only once the event that they count has happened
 */
record AbsentSeries(Map<String, String> recorded, Map<String, String> rare) {

    static AbsentSeries load() {
        try (var file = AbsentSeries.class.getResourceAsStream("/absent-series.yaml")) {
            Map<String, Map<String, String>> root = new Yaml().load(Objects.requireNonNull(file));
            return new AbsentSeries(
                    Objects.requireNonNull(root.get("recorded")), Objects.requireNonNull(root.get("rare")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
