package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The charts fit the configuration that the upstream images declare (ci/images/upstream.json). */
class UpstreamImagesTest {

    private static final List<Chart> CHARTS = Chart.ALL;

    private static Map<String, Object> upstream;
    private static Map<String, String> keys;

    @BeforeAll
    static void read() throws Exception {
        upstream = table("ci/images/upstream.json");
        keys = map(table("ci/images/registry.yaml").get("images")).entrySet().stream()
                .collect(Collectors.toMap(image -> (String) image.getValue(), Map.Entry::getKey));
    }

    /** The node's image is chosen by kind, and is in no chart. */
    @Test
    void theTableHasEachImageOfTheRegistryAndTheNodes() throws Exception {
        assertThat(upstream.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(keys.values().stream(), Stream.of("node")).toList());
        assertThat(upstream.values())
                .allSatisfy(
                        image -> assertThat((String) map(image).get("source")).startsWith("github.com/"));
        // ci/images/build finds an entry's lines by their indentation.
        assertThat(Files.readAllLines(Chart.ROOT.resolve("ci/images/upstream.json")))
                .containsAll(
                        upstream.keySet().stream().map("  \"%s\": {"::formatted).toList());
    }

    @Test
    void noDockerfileOfAnImageInTheTableSaysWhatTheTableSays() throws Exception {
        try (var files = Files.walk(Chart.ROOT.resolve("ci/images"), 2)) {
            var ofTheTable = files.filter(file -> file.endsWith("Dockerfile"))
                    .filter(file -> Alerts.read(file)
                            .lines()
                            .filter(line -> line.matches("# (values|upstream): .*"))
                            .anyMatch(line -> upstream.containsKey(line.replaceFirst(".*: ", ""))))
                    .toList();
            assertThat(ofTheTable)
                    .hasSize(upstream.size())
                    .allSatisfy(file -> assertThat(Alerts.read(file).lines())
                            .as(file.toString())
                            .noneMatch(line ->
                                    line.matches("(USER|VOLUME|ENTRYPOINT|CMD|ENV|WORKDIR|STOPSIGNAL|EXPOSE) .*")));
        }
    }

    /** To SIGTERM, PostgreSQL waits for its clients, whose pools never leave: the pod would be killed. */
    @Test
    void postgresqlIsStoppedByAFastShutdown() throws Exception {
        assertThat(map(upstream.get("postgresql"))).containsEntry("StopSignal", "SIGINT");
        assertThat(Files.readAllLines(Chart.ROOT.resolve("helm/orderflow/files/postgresql.sh")))
                .anyMatch(line -> line.startsWith("exec postgres "));
    }

    /**
     * The container runtime adds a volume of its own for each path that an image declares and the pod does not mount at
     * exactly that path. Below a read-only mount the mount point cannot be made and the container does not start; below
     * any other mount that volume hides what the pod mounted, and is empty again after each restart.
     */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void noMountIsTheParentOfAVolumeThatTheImageDeclares(Chart chart) throws Exception {
        Chart.pods(chart.render())
                .forEach(pod -> Chart.containers(pod.getValue()).forEach(container -> {
                    var declared = paths(container);
                    assertThat(each(container, "volumeMounts").map(mount -> Path.of((String) mount.get("mountPath"))))
                            .as("%s %s, whose image declares %s", pod.getKey(), container.get("name"), declared)
                            .allSatisfy(mount -> assertThat(declared.stream()
                                            .filter(volume -> !volume.equals(mount) && volume.startsWith(mount)))
                                    .isEmpty());
                }));
    }

    /** A claim made by an earlier chart, which mounted it at /var/lib/kafka, has the logs in its folder data. */
    @Test
    void kafkaKeepsItsLogsWhereAnExistingClaimHasThem() throws Exception {
        var manifests = new Chart("orderflow").render();
        var properties = new Properties();
        properties.load(new StringReader((String) map(manifests.stream()
                        .filter(manifest -> manifest.get("kind").equals("ConfigMap")
                                && Chart.nameOf(manifest).equals("kafka"))
                        .findFirst()
                        .orElseThrow()
                        .get("data"))
                .get("kafka.properties")));
        var claim = Chart.pods(manifests)
                .filter(pod -> pod.getKey().equals("StatefulSet/kafka"))
                .flatMap(pod -> Chart.containers(pod.getValue()))
                .flatMap(container -> each(container, "volumeMounts"))
                .filter(mount -> mount.get("name").equals("data"))
                .map(mount -> Path.of((String) mount.get("mountPath")))
                .toList();
        assertThat(claim)
                .singleElement()
                .satisfies(mount -> assertThat(mount.relativize(Path.of(properties.getProperty("log.dirs"))))
                        .isEqualTo(Path.of("data")));
        assertThat(properties).doesNotContainKeys("log.dir", "metadata.log.dir");
    }

    private static List<Path> paths(Map<String, Object> container) {
        return Stream.ofNullable(keys.get((String) container.get("image")))
                .map(key -> map(upstream.getOrDefault(key, Map.of())))
                .flatMap(image -> map(image.getOrDefault("Volumes", Map.of())).keySet().stream())
                .map(Path::of)
                .toList();
    }

    private static Map<String, Object> table(String file) throws Exception {
        return Chart.yaml(Files.readString(Chart.ROOT.resolve(file))).getFirst();
    }
}
