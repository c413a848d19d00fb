package dev.orderflow.drill.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Tests coverage against a Prometheus that scrapes itself and records ratios without a value. */
@EnabledIfEnvironmentVariable(named = "PROMETHEUS", matches = ".+", disabledReason = "make test builds a Prometheus")
class CoverageTest {

    @TempDir
    private static Path folder;

    private static Child process;
    private static PrometheusReader prometheus;

    @BeforeAll
    static void scrapeItself() throws Exception {
        var address = "127.0.0.1:" + Ports.free();
        Files.writeString(folder.resolve("rules.yaml"), """
                groups:
                  - name: ratios
                    rules:
                      - {record: "quiet:errors:ratio", expr: "up / (up > 1)"}
                      - {record: "quiet:errors:worst", expr: "max(quiet:errors:ratio)"}
                      - {record: "broken:errors:ratio", expr: "up / (nobody_writes_this > 0)"}
                """);
        var configuration = Files.writeString(
                folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s]
                scrape_configs: [{job_name: test, static_configs: [{targets: ["%s"]}]}]
                """.formatted(folder.resolve("rules.yaml"), address));
        prometheus = new PrometheusReader(URI.create("http://" + address));
        process = Child.start(
                "prometheus",
                folder,
                Map.of(),
                List.of(
                        System.getenv("PROMETHEUS"),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address));
        process.await(CoverageTest::hasScraped);
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.close();
        }
    }

    private static boolean hasScraped() {
        try {
            return !prometheus.query("up").isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    private static Coverage of(String query) {
        var coverage = new Coverage(prometheus);
        coverage.ask("a panel", query);
        return coverage;
    }

    @Test
    void aRecordedSeriesWithoutAValueIsKnownByWhatIsRecorded() {
        assertThatCode(() -> of("quiet:errors:ratio > 0.5").requireKnown()).doesNotThrowAnyException();
        assertThatCode(() -> of("quiet:errors:worst").requireKnown()).doesNotThrowAnyException();
    }

    @Test
    void aSeriesThatNobodyWritesIsNamedAlsoWhereARuleReadsIt() {
        assertThatThrownBy(() -> of("nobody_writes_this").requireKnown())
                .hasMessageContaining("{nobody_writes_this=[a panel]}");
        assertThatThrownBy(() -> of("broken:errors:ratio").requireKnown())
                .hasMessageContaining("{nobody_writes_this=[a panel]}");
    }
}
