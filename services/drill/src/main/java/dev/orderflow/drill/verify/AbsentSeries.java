package dev.orderflow.drill.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code absent-series.yaml}: series that a healthy system may lack, and why.
 *
 * @param recorded by rules, without an answer now
 * @param rare that nobody writes before what they count has happened
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
