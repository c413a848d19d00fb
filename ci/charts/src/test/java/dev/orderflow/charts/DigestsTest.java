package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The digests of the images that are pulled, and the tables whose keys they have. */
class DigestsTest {

    @Test
    void eachIsOfAReferenceOfTheTables() throws Exception {
        var references = new TreeMap<String, Object>();
        for (var table : Stream.of("registry.yaml", "builders.yaml")
                .map(name -> Chart.ROOT.resolve("ci/images/" + name))
                .toList()) {
            references.putAll(map(Alerts.yaml(table).get("images")));
        }
        var lines = Files.readAllLines(Chart.ROOT.resolve("ci/images/digests.yaml")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line).matches("[A-Za-z]+: sha256:[0-9a-f]{64} # \\S+");
            // A raised version leaves the digest of the one before: make pins.
            assertThat(references).containsEntry(line.replaceFirst(":.*", ""), line.replaceFirst(".* # ", ""));
        });
    }

    @Test
    void bothWaysToGetImagesRunOneMinorVersionOfKubernetes() throws Exception {
        var node = (String)
                map(Alerts.yaml(Chart.ROOT.resolve("ci/images/builders.yaml")).get("images"))
                        .get("node");
        var module = Files.readAllLines(Chart.ROOT.resolve("ci/go.mod")).stream()
                .map(String::strip)
                .filter(line -> line.matches("k8s\\.io/kubernetes v.*"))
                .findFirst()
                .orElseThrow();
        assertThat(node.replaceFirst(".*:v(\\d+\\.\\d+)\\..*", "$1"))
                .isEqualTo(module.replaceFirst(".* v(\\d+\\.\\d+)\\..*", "$1"));
    }
}
