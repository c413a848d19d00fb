package dev.orderflow.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** A chart, rendered by the Helm that the variable HELM names. */
record Chart(String name) {

    static final Path ROOT =
            Path.of(System.getProperty("user.dir")).resolve("../..").normalize();
    static final List<Chart> ALL =
            List.of(new Chart("stack-jaeger"), new Chart("observability"), new Chart("orderflow"));

    Tool.Result helm(String command, String... flags) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(command));
        if (command.equals("template")) {
            all.add(name);
        }
        all.add("helm/" + name);
        if (!List.of(flags).contains("--namespace")) {
            all.addAll(List.of("--namespace", namespace()));
        }
        all.addAll(List.of(flags));
        return new Tool("helm").run(all);
    }

    /** Where ci/cluster installs it. */
    String namespace() {
        return name.equals("orderflow") ? "orderflow" : "observability";
    }

    /** Flags with the values of a cluster on this machine; none where the chart has no such values. */
    List<String> kind() {
        var file = "helm/" + name + "/kind.yaml";
        return Files.exists(ROOT.resolve(file)) ? List.of("--values", file) : List.of();
    }

    /** Its manifests with the images of the registry table, as on a cluster on this machine. */
    List<Map<String, Object>> render() throws IOException, InterruptedException {
        var flags = new ArrayList<>(List.of("--values", "ci/images/registry.yaml", "--namespace", namespace()));
        flags.addAll(kind());
        var result = helm("template", flags.toArray(String[]::new));
        if (!result.succeeded()) {
            throw new IllegalStateException(result.errors());
        }
        return yaml(result.output());
    }

    static List<Map<String, Object>> yaml(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(50_000_000);
        return StreamSupport.stream(new Yaml(options).loadAll(text).spliterator(), false)
                .filter(document -> document != null)
                .map(Chart::map)
                .toList();
    }

    /** The pod templates that it renders, by kind and name. */
    static Stream<Map.Entry<String, Map<String, Object>>> pods(List<Map<String, Object>> manifests) {
        return manifests.stream()
                .filter(manifest -> List.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod")
                        .contains(manifest.get("kind")))
                .flatMap(manifest -> new Manifest("", manifest)
                        .podTemplate()
                        .map(template ->
                                Map.entry(manifest.get("kind") + "/" + nameOf(manifest), map(template.get("spec")))));
    }

    static Stream<Map<String, Object>> containers(Map<String, Object> pod) {
        return Stream.of("initContainers", "containers")
                .flatMap(key -> ((List<?>) pod.getOrDefault(key, List.of())).stream())
                .map(Chart::map);
    }

    static String nameOf(Map<String, Object> manifest) {
        return (String) map(manifest.get("metadata")).get("name");
    }

    @SuppressWarnings("unchecked") // what YAML's parser makes of a mapping
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @Override
    public String toString() {
        return name;
    }
}
