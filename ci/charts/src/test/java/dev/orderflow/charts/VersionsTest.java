package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of versions (docs/versions.md) says what the table of images, the lock and the charts say. */
class VersionsTest {

    private static final String PAGE = "docs/versions.md";

    @Test
    void thePageIsWhatTheTablesSay() throws Exception {
        var file = Chart.ROOT.resolve(PAGE);
        var page = page();
        if (Boolean.getBoolean("versions.update")) {
            Files.writeString(file, page);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is not what the tables say now. Write it anew: make golden", PAGE)
                .isEqualTo(page);
    }

    @Test
    void theProgramsOfTheGrafanaStackAreThoseOfTheLockedCharts() throws Exception {
        assertThat(each(GrafanaStack.read("programs.yaml"), "charts")
                        .map(chart -> chart.get("chart") + " " + chart.get("version")))
                .containsExactlyElementsOf(each(GrafanaStack.read("Chart.lock"), "dependencies")
                        .map(chart -> chart.get("name") + " " + chart.get("version"))
                        .toList());
    }

    private static String page() throws Exception {
        var images = map(Chart.yaml(Files.readString(Chart.ROOT.resolve("ci/images/registry.yaml")))
                .getFirst()
                .get("images"));
        // The services' and the agent's images are built on two of them.
        var onBoth = new Chart("orderflow").render().toString()
                + GrafanaStack.telemetry().stream().map(Manifest::content).toList()
                + images.get("jre")
                + images.get("agentBase");
        var rows = images.values().stream()
                .map(String.class::cast)
                .sorted()
                .map(image -> "| `%s` | `%s` | %s |"
                        .formatted(
                                image.replaceFirst(":[^:]+$", ""),
                                image.replaceFirst(".*:", ""),
                                onBoth.contains(image) ? "both" : "jaeger"))
                .collect(Collectors.joining("\n"));
        var programs = each(GrafanaStack.read("programs.yaml"), "charts")
                .flatMap(chart -> map(chart.get("programs")).entrySet().stream()
                        .map(program -> "| %s | %s | %s %s |"
                                .formatted(
                                        program.getKey(),
                                        program.getValue(),
                                        chart.get("chart"),
                                        chart.get("version"))))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .collect(Collectors.joining("\n"));
        return """
                # Versions

                <!-- Made by VersionsTest from ci/images/registry.yaml and helm/stack-grafana/programs.yaml. -->

                ## Images

                The images that `make cluster-up` pulls with `IMAGES=registry`, and the stacks that run them. With `IMAGES=modules`,
                Go programs and Kafka are built in the same version; PostgreSQL, Valkey, nginx, OpenJDK and BusyBox are Debian 13's, of
                the same major version.

                | image | version | stack |
                |---|---|---|
                %s

                ## Programs of `STACK=grafana`

                The upstream charts name these programs' images.

                | program | version | chart |
                |---|---|---|
                %s
                """.formatted(rows, programs);
    }
}
