package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * The chart stack-grafana, as far as it is ours: the charts that it depends on are pulled when it is installed, and are
 * not here. And the chart observability with this stack's values.
 */
final class GrafanaStack {

    static final Path CHART = Chart.ROOT.resolve("helm/stack-grafana");

    private static final String TELEMETRY = "helm/stack-grafana/telemetry.yaml";

    private GrafanaStack() {}

    static Map<String, Object> values() throws IOException {
        return read("values.yaml");
    }

    static Map<String, Object> read(String file) throws IOException {
        return Chart.yaml(Files.readString(CHART.resolve(file))).getFirst();
    }

    /** Our own objects: of a copy without dependencies and their values, made in the folder. */
    static List<Manifest> own(Path folder) throws Exception {
        var description = new TreeMap<>(read("Chart.yaml"));
        description.remove("dependencies");
        var values = new TreeMap<>(values());
        values.keySet().removeAll(dependencies());
        values.put("kube-prometheus-stack", defaults());
        Files.writeString(folder.resolve("Chart.yaml"), new Yaml().dump(description));
        Files.writeString(folder.resolve("values.yaml"), new Yaml().dump(values));
        var templates = Files.createDirectories(folder.resolve("templates"));
        try (var files = Files.walk(CHART.resolve("templates"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = templates.resolve(CHART.resolve("templates").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file));
            }
        }
        return manifests(
                new Tool("helm").run(List.of("template", "stack", folder.toString(), "--namespace", "observability")));
    }

    /** Returns the values that our templates read of a chart that is not here, in the version that it names. */
    private static Map<String, Object> defaults() throws IOException {
        var prometheus = Manifest.each(read("programs.yaml"), "charts")
                .filter(chart -> chart.get("chart").equals("kube-prometheus-stack"))
                .map(chart -> map(chart.get("programs")).get("Prometheus"))
                .findFirst()
                .orElseThrow();
        var image = Map.of("registry", "quay.io", "repository", "prometheus/prometheus", "tag", "v" + prometheus);
        return Map.of("prometheus", Map.of("prometheusSpec", Map.of("image", image)));
    }

    static List<String> dependencies() throws IOException {
        return Manifest.each(read("Chart.yaml"), "dependencies")
                .map(dependency -> (String) dependency.get("name"))
                .toList();
    }

    /** What the chart observability becomes on this stack. */
    static List<Manifest> telemetry() throws Exception {
        return manifests(new Chart("observability")
                .helm(
                        "template",
                        "--values",
                        "ci/images/registry.yaml",
                        "--values",
                        TELEMETRY,
                        "--values",
                        "helm/observability/kind.yaml",
                        "--namespace",
                        "observability"));
    }

    static Stream<Manifest> kind(List<Manifest> manifests, String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    private static List<Manifest> manifests(Tool.Result result) {
        if (!result.succeeded()) {
            throw new IllegalStateException(result.errors());
        }
        return Chart.yaml(result.output()).stream()
                .map(content -> new Manifest(
                        (String) map(content.get("metadata")).getOrDefault("namespace", "observability"), content))
                .toList();
    }
}
