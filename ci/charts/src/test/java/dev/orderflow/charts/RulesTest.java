package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;

/** Prometheus's and Alertmanager's own tools on rules, their tests, runbooks and routing. */
class RulesTest {

    private static final List<Path> TESTS = Alerts.files("tests", ".yaml");
    private static final String ROUTING =
            Alerts.CHART.resolve("files/alertmanager.yaml").toString();

    @TempDir
    private Path folder;

    @Test
    void theRulesAreValid() throws Exception {
        var files = Alerts.files("files/rules", ".yaml").stream().map(Path::toString);
        succeeds(
                "promtool",
                Stream.concat(Stream.of("check", "rules", "--lint=all", "--lint-fatal"), files)
                        .toList());
    }

    @ParameterizedTest
    @FieldSource("TESTS")
    void theRulesDoWhatTheirTestsSay(Path file) throws Exception {
        succeeds("promtool", List.of("test", "rules", file.toString()));
    }

    @Test
    void theQueriesOfTheRunbooksAndAlertsAreValid() throws Exception {
        var queries = new ArrayList<Map<String, Object>>();
        Alerts.runbooks()
                .forEach(file -> Alerts.queries(file)
                        .forEach(query -> queries.add(Map.of("record", "query:" + queries.size(), "expr", query))));
        Alerts.alerts()
                .forEach(alert -> Stream.of("query", "exemplar_query", "exemplar_above")
                        .map(map(alert.get("annotations"))::get)
                        .filter(Objects::nonNull)
                        .forEach(query -> queries.add(
                                Map.of("record", "query:" + queries.size(), "expr", withNames((String) query)))));
        var file = folder.resolve("queries.yaml");
        Files.writeString(
                file, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "queries", "rules", queries)))));
        succeeds("promtool", List.of("check", "rules", file.toString()));
    }

    @Test
    void theRoutingIsValid() throws Exception {
        succeeds("amtool", List.of("check-config", ROUTING));
    }

    @Test
    void withAnAddressThePagerIsNotifiedAndTheRoutingIsStillValid() throws Exception {
        var url = "http://pager.orderflow.svc:8080/alerts";
        var result = new Chart("observability")
                .helm("template", "--values", "ci/images/registry.yaml", "--set", "pager.url=" + url);
        var text = secret(result.output(), "alertmanager-config")
                .get("alertmanager.yaml")
                .toString();
        assertThat(Manifest.each(Chart.yaml(text).getFirst(), "receivers")
                        .filter(receiver -> receiver.containsKey("webhook_configs")))
                .extracting(receiver -> receiver.get("name"))
                .containsExactly("pager", "watchdog");
        // Our token is for our own pager.
        assertThat(text).contains("url: " + url, "send_resolved: true").doesNotContain("credentials");
        var file = folder.resolve("alertmanager.yaml");
        Files.writeString(file, text);
        succeeds("amtool", List.of("check-config", file.toString()));
    }

    @Test
    void ourPagerIsNotifiedWithItsToken() throws Exception {
        var output = new Chart("observability")
                .helm("template", "--namespace", "observability", "--values", "ci/images/registry.yaml")
                .output();
        var text =
                secret(output, "alertmanager-config").get("alertmanager.yaml").toString();
        assertThat(text)
                .contains(
                        "url: http://pager.observability.svc:8080/api/v1/alertmanager",
                        "credentials: " + secret(output, "pager").get("alertmanager-token"));
        var file = folder.resolve("alertmanager.yaml");
        Files.writeString(file, text);
        succeeds("amtool", List.of("check-config", file.toString()));
    }

    @Test
    void withoutAPagerNobodyIsNotified() throws Exception {
        var output = new Chart("observability")
                .helm("template", "--values", "ci/images/registry.yaml", "--set", "pager.enabled=false")
                .output();
        assertThat(secret(output, "alertmanager-config")
                        .get("alertmanager.yaml")
                        .toString())
                .doesNotContain("webhook_configs");
        assertThat(Chart.yaml(output)).extracting(Chart::nameOf).isNotEmpty().doesNotContain("pager");
    }

    @ParameterizedTest
    @CsvSource({
        "pager,    alertname=ErrorRateHigh severity=page namespace=orderflow service=gateway slo=availability "
                + "window=1m",
        "pager,    alertname=AvailabilityBudgetBurn severity=page namespace=orderflow service=gateway "
                + "slo=availability window=6h",
        "tickets,  alertname=AvailabilityBudgetBurn severity=ticket namespace=orderflow service=gateway "
                + "slo=availability window=1d",
        "tickets,  alertname=PoolPending severity=ticket namespace=orderflow service=order slo=none",
        "watchdog, alertname=Watchdog severity=info namespace=observability service=prometheus slo=none",
        "nobody,   alertname=Other severity=info",
        "tickets,  alertname=WithoutASeverity"
    })
    void anAlertGoesToItsReceiver(String receiver, String labels) throws Exception {
        var arguments = new ArrayList<>(
                List.of("config", "routes", "test", "--config.file=" + ROUTING, "--verify.receivers=" + receiver));
        arguments.addAll(List.of(labels.split(" ")));
        succeeds("amtool", arguments);
    }

    private static Map<String, Object> secret(String output, String name) {
        return Chart.yaml(output).stream()
                .filter(manifest -> manifest.get("kind").equals("Secret")
                        && Chart.nameOf(manifest).equals(name))
                .map(manifest -> map(manifest.get("stringData")))
                .findFirst()
                .orElseThrow();
    }

    /** A template whose choice is made, and with some name for each label. */
    private static String withNames(String query) {
        return query.replaceAll("\\{\\{ if .*?}}(\\w+)\\{\\{ else }}\\w+\\{\\{ end }}", "$1")
                .replaceAll("\\{\\{.*?}}", "x");
    }

    private static void succeeds(String tool, List<String> arguments) throws Exception {
        var result = new Tool(tool).run(arguments);
        assertThat(result.succeeded())
                .as("%s %s\n%s%s", tool, arguments, result.output(), result.errors())
                .isTrue();
    }
}
