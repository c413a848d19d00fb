package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** What helm/observability holds of dashboards. */
final class Dashboards {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *\\w+\\)");

    private Dashboards() {}

    /** A file, and what it says. */
    record Dashboard(Path file, Map<String, Object> content) {

        String uid() {
            return (String) content.get("uid");
        }

        /** The panels and the rows above them. */
        Stream<Map<String, Object>> parts() {
            return each(content, "panels");
        }

        Stream<Map<String, Object>> panels() {
            return parts().filter(part -> !part.get("type").equals("row"));
        }

        Stream<Map<String, Object>> variables() {
            return each(map(content.get("templating")), "list");
        }

        Stream<Map<String, Object>> annotations() {
            return each(map(content.get("annotations")), "list");
        }

        /** All PromQL: of panels, annotations and variables. */
        Stream<String> promql() {
            var ofPanels = panels().filter(panel -> datasource(panel).equals("prometheus"))
                    .flatMap(Dashboards::queries);
            var ofAnnotations = annotations().map(annotation -> (String) annotation.get("expr"));
            var ofVariables = variables()
                    .map(variable -> LABEL_VALUES
                            .matcher((String) map(variable.get("query")).get("query"))
                            .replaceFirst("$1"));
            return Stream.of(ofPanels, ofAnnotations, ofVariables).flatMap(queries -> queries);
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static List<Dashboard> all() {
        return Alerts.files("files/dashboards", ".json").stream()
                .map(file -> new Dashboard(file, map(JSON.readValue(Alerts.read(file), Map.class))))
                .toList();
    }

    static Stream<String> queries(Map<String, Object> panel) {
        return each(panel, "targets").map(target -> (String) target.getOrDefault("expr", target.get("query")));
    }

    static String datasource(Map<String, Object> owner) {
        return (String) map(owner.get("datasource")).get("uid");
    }
}
