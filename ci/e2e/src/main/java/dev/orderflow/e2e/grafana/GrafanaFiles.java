package dev.orderflow.e2e.grafana;

import dev.orderflow.e2e.grafana.VerifyGrafana.Board;
import dev.orderflow.e2e.grafana.VerifyGrafana.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the dashboards and data sources of the chart observability.
 *
 * @param root of the checkout
 */
record GrafanaFiles(Path root) {

    private static final String FOLDER = "helm/observability/files";

    /** The dashboard that an on-call sees first. */
    private static final String HOME = "night-shift";

    /** Pixels of a row of Grafana's grid with its gap, and of what stands above the panels. */
    private static final int ROW = 38;

    private static final int HEAD = 150;

    List<Board> dashboards() throws IOException {
        try (var files = Files.list(root.resolve(FOLDER).resolve("dashboards"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(GrafanaFiles::read)
                    .map(model -> new Board(
                            model.path("uid").asString(), model.path("title").asString(), HEAD + ROW * rows(model)))
                    .sorted(Comparator.comparing(Board::title))
                    .toList();
        }
    }

    private static int rows(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .map(panel -> panel.path("gridPos"))
                .mapToInt(place -> place.path("y").asInt() + place.path("h").asInt())
                .max()
                .orElse(0);
    }

    /** Returns the first panel with exemplars of the dashboard that an on-call sees first. */
    Panel panelOfExemplars() {
        var home = read(root.resolve(FOLDER).resolve("dashboards").resolve(HOME + ".json"));
        var id = home.path("panels")
                .valueStream()
                .filter(panel -> panel.path("targets")
                        .valueStream()
                        .anyMatch(target -> target.path("exemplar").asBoolean(false)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(HOME + " has no panel with exemplars"))
                .path("id")
                .asLong();
        return new Panel(HOME, id);
    }

    private static JsonNode read(Path file) {
        return new JsonMapper().readTree(file.toFile());
    }

    /** Returns the types of the data sources, by identifier. */
    Map<String, String> dataSources() throws IOException {
        try (var file = Files.newBufferedReader(root.resolve(FOLDER).resolve("datasources.yaml"))) {
            Map<String, List<Map<String, String>>> content = new Yaml().load(file);
            var types = new LinkedHashMap<String, String>();
            content.getOrDefault("datasources", List.of())
                    .forEach(source -> types.put(source.get("uid"), source.get("type")));
            return types;
        }
    }
}
