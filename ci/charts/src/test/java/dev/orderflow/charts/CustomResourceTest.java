package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The objects that the operators read. The API server drops a field that it doesn't know, so a typo in one is silent;
 * and their pods, which an operator makes, are in no manifest.
 */
class CustomResourceTest {

    private static final String API_GROUP = "(monitoring\\.coreos\\.com|opentelemetry\\.io)/.*";

    @Test
    void noFieldIsUnknown() throws Exception {
        var schemas = schemas();
        var objects = new ArrayList<>(
                Manifest.ofAllCharts().stream().map(Manifest::content).toList());
        objects.add(Chart.yaml(Files.readString(Chart.ROOT.resolve("operator-instrumentation.yaml")))
                .getFirst());
        for (var object : objects) {
            if (((String) object.get("apiVersion")).matches(API_GROUP)) {
                var kind = (String) object.get("kind");
                assertThat(schemas)
                        .as("helm/stack-jaeger/crds has a definition of " + kind)
                        .containsKey(kind);
                assertThat(unknown(
                                object.get("spec"),
                                map(map(schemas.get(kind).get("properties")).get("spec")),
                                kind + "/" + Chart.nameOf(object)))
                        .isEmpty();
            }
        }
    }

    @Test
    void thePodsThatAnOperatorMakesHaveRequestsALimitAndAreRestricted() throws Exception {
        assertThat(Manifest.ofAllCharts().stream()
                        .filter(manifest ->
                                List.of("Prometheus", "Alertmanager").contains(manifest.kind())))
                .hasSize(2)
                .allSatisfy(manifest -> {
                    var resources = map(manifest.spec().get("resources"));
                    assertThat(map(resources.get("requests"))).containsKeys("cpu", "memory");
                    assertThat(map(resources.get("limits"))).containsKey("memory");
                    assertThat(map(manifest.spec().get("securityContext")))
                            .containsEntry("runAsNonRoot", true)
                            .containsKey("seccompProfile");
                });
    }

    /** The operator writes the flags that this version knows. */
    @Test
    void theirVersionIsTheImages() throws Exception {
        assertThat(Manifest.ofAllCharts().stream()
                        .filter(manifest ->
                                List.of("Prometheus", "Alertmanager").contains(manifest.kind())))
                .allSatisfy(manifest -> assertThat((String) manifest.spec().get("image"))
                        .endsWith(":" + manifest.spec().get("version")));
    }

    private static Map<String, Map<String, Object>> schemas() throws Exception {
        var schemas = new HashMap<String, Map<String, Object>>();
        try (var files = Files.list(Chart.ROOT.resolve("helm/stack-jaeger/crds"))) {
            for (Path file : files.toList()) {
                var definition =
                        map(Chart.yaml(Files.readString(file)).getFirst().get("spec"));
                var version = Manifest.each(definition, "versions")
                        .filter(each -> each.get("storage").equals(true))
                        .findFirst()
                        .orElseThrow();
                schemas.put(
                        (String) map(definition.get("names")).get("kind"),
                        map(map(version.get("schema")).get("openAPIV3Schema")));
            }
        }
        return schemas;
    }

    /** The paths of the fields that the schema hasn't. */
    private static Stream<String> unknown(Object value, Map<String, Object> schema, String path) {
        if (value instanceof List<?> list) {
            return list.stream().flatMap(item -> unknown(item, map(schema.get("items")), path + "[]"));
        }
        if (!(value instanceof Map<?, ?>)
                || schema.containsKey("x-kubernetes-preserve-unknown-fields")
                || schema.get("additionalProperties") != null) {
            return Stream.of();
        }
        var properties = map(schema.getOrDefault("properties", Map.of()));
        return map(value).entrySet().stream().flatMap(field -> {
            var here = path + "." + field.getKey();
            return properties.containsKey(field.getKey())
                    ? unknown(field.getValue(), map(properties.get(field.getKey())), here)
                    : Stream.of(here);
        });
    }
}
