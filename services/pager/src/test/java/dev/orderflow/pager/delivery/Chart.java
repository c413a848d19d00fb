package dev.orderflow.pager.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/**
 * What the chart gives Alertmanager and the pager, as Helm renders it.
 *
 * @param routing Alertmanager's configuration
 * @param application the pager's
 * @param secret tokens and passwords, made anew by each rendering
 */
record Chart(Map<String, Object> routing, String application, Map<String, String> secret) {

    private static final Path FOLDER = Path.of("../../helm/observability");

    static Chart render() throws IOException, InterruptedException {
        var manifests = manifests();
        var routing = new Yaml()
                .<Map<String, Object>>load(
                        data(manifests, "Secret", "alertmanager-config").get("alertmanager.yaml"));
        return new Chart(
                routing,
                data(manifests, "Secret", "pager-config").get("application.yaml"),
                data(manifests, "Secret", "pager"));
    }

    /**
     * The labels that the chart's rule of an alert gives it; those that differ from series to series are not among
     * them.
     */
    static Map<String, String> labels(String alert) throws IOException {
        var labels = new HashMap<>(Map.of("alertname", alert));
        try (var files = Files.list(FOLDER.resolve("files/rules"))) {
            for (var file : files.toList()) {
                each(new Yaml()
                                .<Map<String, Object>>load(Files.readString(file))
                                .get("groups"))
                        .flatMap(group -> each(group.get("rules")))
                        .filter(rule -> alert.equals(rule.get("alert")))
                        .forEach(rule ->
                                map(rule.get("labels")).forEach((name, value) -> labels.put(name, value.toString())));
            }
        }
        return Map.copyOf(labels);
    }

    /** The path of a pinned program. */
    static String program(String variable, String tool) {
        var path = System.getenv(variable);
        if (path == null || path.isBlank()) {
            throw new IllegalStateException(
                    "%s holds no path: run `make test`, or set it by %1$s=$(ci/tool %s)".formatted(variable, tool));
        }
        return path;
    }

    /** Alertmanager's receivers that deliver to the pager. */
    Stream<Map<String, Object>> webhooks() {
        return each(routing.get("receivers"))
                .flatMap(receiver -> each(receiver.getOrDefault("webhook_configs", List.of())));
    }

    /** The route that all begin at, and those below it. */
    Stream<Map<String, Object>> routes() {
        var root = map(routing.get("route"));
        return Stream.concat(Stream.of(root), each(root.get("routes")));
    }

    private static List<Map<String, Object>> manifests() throws IOException, InterruptedException {
        var helm = new ProcessBuilder(
                        program("HELM", "helm"),
                        "template",
                        "observability",
                        FOLDER.toString(),
                        "--namespace",
                        "observability",
                        "--values",
                        "../../ci/images/registry.yaml",
                        "--show-only",
                        "templates/routing.yaml",
                        "--show-only",
                        "templates/pager.yaml")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var rendered = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (helm.waitFor() != 0) {
            throw new IllegalStateException("helm template " + FOLDER + " failed");
        }
        return StreamSupport.stream(new Yaml().loadAll(rendered).spliterator(), false)
                .map(Chart::map)
                .toList();
    }

    @SuppressWarnings("unchecked") // strings both
    private static Map<String, String> data(List<Map<String, Object>> manifests, String kind, String name) {
        var manifest = manifests.stream()
                .filter(candidate -> kind.equals(candidate.get("kind"))
                        && name.equals(map(candidate.get("metadata")).get("name")))
                .findFirst()
                .orElseThrow();
        return (Map<String, String>) (Map<?, ?>) map(manifest.get(kind.equals("Secret") ? "stringData" : "data"));
    }

    private static Stream<Map<String, Object>> each(Object list) {
        return ((List<?>) list).stream().map(Chart::map);
    }

    @SuppressWarnings("unchecked") // what YAML's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
