package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What an incident's file asks of Prometheus has an answer on the series of the rules' tests, and what it sets by Helm
 * is a value that the chart has.
 */
class IncidentsTest {

    private static final Path INCIDENTS = Chart.ROOT.resolve("k8s/incidents");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** promtool's word for samples that a test did not expect. */
    private static final Pattern ANSWER = Pattern.compile("got: (?!nil)");

    private static final int MINUTES = 30;

    @TempDir
    private Path folder;

    @Test
    void theEvidenceInMetricsHasAnAnswer() throws Exception {
        var faults = new ArrayList<String>();
        for (var file : files()) {
            for (var evidence : list(map(Alerts.yaml(file).get("truth")).get("evidence"))) {
                var query = (String) map(evidence.get("ask")).get("metrics");
                if (query != null && !isAnswered(query)) {
                    faults.add(
                            ("%s:%d: no series of helm/observability/tests answers %s; mend the query, or add a test "
                                            + "whose series show it")
                                    .formatted(file.getFileName(), line(file, (String) evidence.get("shows")), query));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void theSymptomsOfItsPagesHaveAnAnswer() throws Exception {
        var faults = new ArrayList<String>();
        for (var file : files()) {
            for (var page : list(map(Alerts.yaml(file).get("expect")).get("pages"))) {
                var query = symptom(page);
                if (!isAnswered(query)) {
                    faults.add(
                            ("%s:%d: no series of helm/observability/tests answers the symptom %s; mend the query, or "
                                            + "add a test whose series show it")
                                    .formatted(file.getFileName(), line(file, (String) page.get("alert")), query));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Returns a page's own symptom, or that of its alert. */
    private static String symptom(Map<String, Object> page) throws Exception {
        var own = (String) page.get("symptom");
        var defaults = map(
                Alerts.yaml(Chart.ROOT.resolve("k8s/incidents/defaults.json")).get("symptoms"));
        return own == null ? (String) defaults.get(page.get("alert")) : own;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(postgresql_backends) / max(postgresql_connection_max) > 0.9 | true",
                "sum(postgresql_backends) / max(postgresql_connection_max) > 1.1 | false",
                "sum(postgresql_backend) > 0 | false",
                "max by (service_name) (db_client_connection_pending_requests) > | false",
            })
    void aQueryWithoutAnAnswerIsFound(String query, boolean isAnswered) throws Exception {
        assertThat(isAnswered(query)).isEqualTo(isAnswered);
    }

    @Test
    void whatAMitigationSetsIsAValueOfTheChart() throws Exception {
        var faults = new ArrayList<String>();
        for (var file : files()) {
            for (var mitigation : list(Alerts.yaml(file).get("mitigations"))) {
                var helm = map(map(mitigation.get("run")).getOrDefault("helm", Map.of("set", Map.of())));
                for (var value : map(helm.get("set")).entrySet()) {
                    var fault = refused(value.getKey(), String.valueOf(value.getValue()));
                    if (!fault.isEmpty()) {
                        faults.add("%s:%d: %s: %s"
                                .formatted(
                                        file.getFileName(),
                                        line(file, (String) mitigation.get("id")),
                                        value.getKey(),
                                        fault));
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "defaults.pol,  3,   is no value of helm/orderflow/values.yaml",
        "defaults.pool, 5,   is what the chart has without it",
        "defaults.pool, '\"a\"', pool",
    })
    void aValueThatTheChartDoesNotHaveIsFound(String path, String value, String message) throws Exception {
        assertThat(refused(path, value)).contains(message);
    }

    /** Why a value of the chart cannot be set so; empty where it can. */
    private static String refused(String path, String value) throws Exception {
        Object at = Alerts.yaml(Chart.ROOT.resolve("helm/orderflow/values.yaml"));
        for (var step : path.split("[.]")) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        if (at == null) {
            return "is no value of helm/orderflow/values.yaml, which therefore has no default to go back to";
        }
        if (at.toString().equals(value)) {
            return value + " is what the chart has without it";
        }
        var result = new Chart("orderflow")
                .helm(
                        "template",
                        "--values",
                        "ci/images/registry.yaml",
                        "--namespace",
                        "orderflow",
                        "--set-json",
                        path + "=" + value);
        return result.succeeded() ? "" : result.errors();
    }

    /** Whether promtool finds any sample, in the first half hour of any test that has a series of the query. */
    private boolean isAnswered(String query) throws Exception {
        var names = NAME.matcher(query).results().map(match -> match.group()).collect(Collectors.toSet());
        var tests = Alerts.files("tests", ".yaml").stream()
                .flatMap(file -> each(Alerts.yaml(file), "tests"))
                .filter(test -> each(test, "input_series")
                        .anyMatch(series -> names.contains(((String) series.get("series")).split("[{]")[0].strip())))
                .map(test -> asking(test, query))
                .toList();
        // Rules are evaluated where the query reads what they record, and only then: they take most of the time.
        var rules = names.stream().anyMatch(name -> name.contains(":"))
                ? Alerts.files("files/rules", ".yaml").stream()
                        .map(file -> file.toAbsolutePath().toString())
                        .toList()
                : List.of();
        var file = folder.resolve("evidence.yaml");
        Files.writeString(
                file, new Yaml().dump(Map.of("rule_files", rules, "evaluation_interval", "15s", "tests", tests)));
        var result = new Tool("promtool").run(List.of("test", "rules", file.toString()));
        return ANSWER.matcher(result.output() + result.errors()).find();
    }

    private static Map<String, Object> asking(Map<String, Object> test, String query) {
        var asking = new HashMap<String, Object>();
        asking.put("interval", test.getOrDefault("interval", "1m"));
        asking.put("input_series", test.get("input_series"));
        asking.put(
                "promql_expr_test",
                IntStream.range(0, MINUTES)
                        .mapToObj(minute -> Map.of("expr", query, "eval_time", minute + "m", "exp_samples", List.of()))
                        .toList());
        return asking;
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(INCIDENTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }

    private static int line(Path file, String text) {
        try {
            var lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size())
                            .filter(number -> lines.get(number).contains(text))
                            .findFirst()
                            .orElse(0)
                    + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
