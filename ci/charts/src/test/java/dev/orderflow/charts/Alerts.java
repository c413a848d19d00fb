package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What helm/observability holds of alerts: rules, their tests, runbooks, routing. */
final class Alerts {

    static final Path CHART = Chart.ROOT.resolve("helm/observability");

    private static final Pattern QUERY = Pattern.compile("```promql\n(.*?)\n```", Pattern.DOTALL);

    private Alerts() {}

    /** One alert that a test expects: its name, and all labels that Alertmanager would get. */
    record Expected(String alert, Map<String, Object> labels) {

        String label(String name) {
            return name.equals("alertname") ? alert : (String) labels.getOrDefault(name, "");
        }
    }

    static List<Path> files(String folder, String extension) {
        try (var files = Files.list(CHART.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> yaml(Path file) {
        return Chart.yaml(read(file)).getFirst();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Map<String, Object>> rules() {
        return files("files/rules", ".yaml").stream()
                .flatMap(file -> each(yaml(file), "groups"))
                .flatMap(group -> each(group, "rules"))
                .toList();
    }

    static List<Map<String, Object>> alerts() {
        return rules().stream().filter(rule -> rule.containsKey("alert")).toList();
    }

    /** The checks of alerts in the tests, each with its `alertname` and what is expected then. */
    static Stream<Map<String, Object>> checks() {
        return files("tests", ".yaml").stream()
                .flatMap(file -> each(yaml(file), "tests"))
                .flatMap(test -> each(test, "alert_rule_test"));
    }

    static List<Expected> expected() {
        return checks().flatMap(check -> each(check, "exp_alerts")
                        .map(alert -> new Expected((String) check.get("alertname"), map(alert.get("exp_labels")))))
                .distinct()
                .toList();
    }

    static List<Path> runbooks() {
        return files("files/runbooks", ".md");
    }

    /** The queries that a runbook says to run. */
    static List<String> queries(Path runbook) {
        return QUERY.matcher(read(runbook))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    static Map<String, Object> routing() {
        return yaml(CHART.resolve("files/alertmanager.yaml"));
    }
}
