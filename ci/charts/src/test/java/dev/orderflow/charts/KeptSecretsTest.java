package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** An upgrade renders the Secrets that the install generated, unchanged. */
class KeptSecretsTest {

    private static final List<Chart> CHARTS = Chart.ALL;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("CHARTS")
    void anUpgradeMakesNoSecretAnew(Chart chart) throws Exception {
        var installed = render(chart);
        try (var server = new InstalledRelease(chart, installed)) {
            var upgraded = upgrade(server, chart);
            assertThat(secrets(upgraded)).isNotEmpty();
            secrets(upgraded)
                    .forEach((name, data) -> assertThat(data)
                            .as(name)
                            .isEqualTo(secrets(installed).get(name)));
        }
    }

    /** A certificate without them is of no use there. */
    @Test
    void otherNamesMakeAnotherCertificate() throws Exception {
        var chart = new Chart("observability");
        var installed = render(chart);
        try (var server = new InstalledRelease(chart, installed)) {
            var upgraded = secrets(upgrade(server, chart, "--set", "authProxy.tls.names={pager.example.com}"));
            upgraded.forEach(
                    (name, data) -> assertThat(data.equals(secrets(installed).get(name)))
                            .as(name)
                            .isEqualTo(!name.equals("observability Secret/pager-tls")));
        }
    }

    private static List<Manifest> render(Chart chart) throws Exception {
        return chart.render().stream().map(content -> manifest(chart, content)).toList();
    }

    private List<Manifest> upgrade(InstalledRelease server, Chart chart, String... flags) throws Exception {
        var result = server.upgrade(folder, flags);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output()).stream()
                .map(content -> manifest(chart, content))
                .toList();
    }

    private static Manifest manifest(Chart chart, Map<String, Object> content) {
        return new Manifest(
                (String) Chart.map(content.get("metadata")).getOrDefault("namespace", chart.namespace()), content);
    }

    private static Map<String, Map<String, Object>> secrets(List<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals("Secret"))
                .collect(Collectors.toMap(Manifest::toString, InstalledRelease::data));
    }
}
