package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds rules, tests, runbooks and routing together. That they do what they say is RulesTest's. */
class AlertsTest {

    /** The address of the runbooks, as the chart writes it into each alert. */
    private static final String RUNBOOKS = "helm/observability/files/runbooks/";

    private static final List<Map<String, Object>> ALERTS = Alerts.alerts();

    @ParameterizedTest
    @FieldSource("ALERTS")
    void anAlertSaysAllThatAPageNeeds(Map<String, Object> alert) {
        assertThat(map(alert.get("labels"))).containsKeys("severity", "service");
        assertThat((String) map(alert.get("labels")).get("severity")).isIn("page", "ticket", "info");
        var annotations = map(alert.get("annotations"));
        assertThat(annotations).containsKeys("summary", "description", "dashboard_url", "query");
        assertThat(Set.of("summary", "description", "dashboard_url", "query", "exemplar_query", "exemplar_above"))
                .containsAll(annotations.keySet());
        // At whichever address people reach Prometheus.
        assertThat((String) annotations.get("dashboard_url")).startsWith("{{ $externalURL }}{{ graphLink \"");
        assertThat(Alerts.runbooks()).extracting(Path::getFileName).contains(Path.of(alert.get("alert") + ".md"));
    }

    /**
     * There is no walk from a page that names no histogram. A service without pods measures nothing, nor do pages on
     * telemetry.
     */
    @Test
    void everyPageNamesTheHistogramWhoseExemplarsExplainIt() {
        assertThat(pagesOnServices().filter(alert -> !alert.get("alert").equals("ServiceDown")))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(
                                (String) map(alert.get("annotations")).get("exemplar_query"))
                        .contains("_duration_seconds_bucket{"));
    }

    /**
     * Telemetry that stops takes the series away that the page was made of: without its own last state it would end.
     */
    @Test
    void everyPageStaysWhileNobodyCanSeeWhetherItsCauseEnded() {
        assertThat(pagesOnServices())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat((String) alert.get("expr"))
                        .containsPattern("ALERTS\\{alertname=\"%s\",[^}]*alertstate=\"firing\"}\\)?\\s+unless on \\("
                                .formatted(alert.get("alert"))));
    }

    private static Stream<Map<String, Object>> pagesOnServices() {
        return ALERTS.stream()
                .filter(alert -> map(alert.get("labels")).get("severity").equals("page"))
                .filter(alert -> !"none".equals(map(alert.get("labels")).get("slo")));
    }

    /**
     * The pager ends no page while an alert with this label fires. An alert that is about one exporter or one service
     * must not have it: all other pages would stay open for as long.
     */
    @Test
    void alertsWithoutWhichNoEndCanBeBelievedSaySo() {
        assertThat(ALERTS.stream()
                        .map(alert -> map(alert.get("labels")))
                        .filter(labels -> labels.containsKey("blind"))
                        .map(labels -> labels.get("blind")))
                .isNotEmpty()
                .containsOnly("true");
        assertThat(ALERTS.stream()
                        .filter(AlertsTest::isBlinding)
                        .map(alert -> alert.get("alert") + " "
                                + map(alert.get("labels")).get("service")))
                .containsExactlyInAnyOrder(
                        "CollectorSilent otel-collector",
                        "RuleEvaluationFailing prometheus",
                        "MetricAbsent otel-collector",
                        "MetricAbsent prometheus",
                        "MetricAbsent services");
    }

    /** The pager reads Alertmanager's list, but nobody would mend what is only listed there. */
    @Test
    void alertsWithoutWhichNoEndCanBeBelievedGoToThePager() {
        var pagers = each(map(Alerts.routing().get("route")), "routes")
                .filter(route -> "pager".equals(route.get("receiver")))
                .toList();
        assertThat(pagers).isNotEmpty();
        assertThat(ALERTS.stream().filter(AlertsTest::isBlinding)).isNotEmpty().allSatisfy(alert -> {
            var fires = new Alerts.Expected((String) alert.get("alert"), map(alert.get("labels")));
            assertThat(pagers).anyMatch(route -> matches(fires, route.get("matchers")));
            assertThat(Alerts.expected())
                    .as("a test in which it fires with its label")
                    .anyMatch(expected -> expected.alert().equals(fires.alert())
                            && expected.labels()
                                    .entrySet()
                                    .containsAll(fires.labels().entrySet()));
        });
    }

    private static boolean isBlinding(Map<String, Object> alert) {
        return "true".equals(map(alert.get("labels")).get("blind"));
    }

    /** Rules of one name are distinguished by their windows. */
    @ParameterizedTest
    @FieldSource("ALERTS")
    void anAlertIsTestedFiringAndSilent(Map<String, Object> alert) {
        var window = map(alert.get("labels")).get("window");
        assertThat(Alerts.expected())
                .as("a test that expects it")
                .anyMatch(expected -> expected.alert().equals(alert.get("alert"))
                        && (window == null || expected.label("window").equals(window)));
        // It never is silent.
        if (!alert.get("alert").equals("Watchdog")) {
            assertThat(Alerts.checks())
                    .as("a test that expects silence")
                    .anyMatch(check -> check.get("alertname").equals(alert.get("alert"))
                            && check.get("exp_alerts").equals(List.of()));
        }
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() {
        assertThat(Alerts.runbooks().stream()
                        .map(file -> file.getFileName().toString().replace(".md", "")))
                .containsExactlyInAnyOrderElementsOf(names());
        assertThat(Alerts.runbooks()).allSatisfy(file -> {
            assertThat(Alerts.read(file).lines().filter(line -> line.startsWith("#")))
                    .containsExactly(
                            "# " + file.getFileName().toString().replace(".md", ""),
                            "## Meaning",
                            "## Impact",
                            "## Diagnosis",
                            "## Mitigation");
            assertThat(Alerts.queries(file))
                    .as("queries of " + file.getFileName())
                    .isNotEmpty();
        });
    }

    @Test
    void aRunbookSendsOnlyToThoseThatAreThere() {
        // Words of a runbook that look like an alert's name, and are none.
        var others = Set.of("OpenTelemetry", "OrderFlow", "PostgreSQL", "NetworkPolicy", "OutOfMemoryError");
        var reference = Pattern.compile("\\b(?:[A-Z][a-z0-9]+){2,}\\b");
        assertThat(Alerts.runbooks())
                .allSatisfy(file -> assertThat(reference
                                .matcher(Alerts.read(file))
                                .results()
                                .map(match -> match.group())
                                .filter(word -> !others.contains(word)))
                        .isSubsetOf(names()));
    }

    @Test
    void theStoryHasItsThreePages() {
        assertThat(ALERTS.stream()
                        .filter(alert ->
                                map(alert.get("labels")).get("severity").equals("page"))
                        .map(alert -> map(alert.get("annotations")).get("summary")))
                .contains(
                        "Service degradation detected: P50 latency up 300%",
                        "5XX error rate crossed threshold", "Order queue consumer lag is critical");
    }

    @Test
    void everyObjectiveIsReadAndEveryOneReadIsThere() {
        var objective = Pattern.compile("objective:\\w+(:\\w+)?");
        var read = Alerts.rules().stream()
                .flatMap(rule -> objective.matcher((String) rule.get("expr")).results())
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        var there = Alerts.rules().stream()
                .map(rule -> (String) rule.getOrDefault("record", ""))
                .filter(record -> record.startsWith("objective:"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(read).isEqualTo(there);
    }

    /** Two alerts that both lack a label count as equal in it, and one silences the other. */
    @Test
    void everyAlertHasTheLabelsThatItIsComparedBy() {
        assertThat(Alerts.expected()).allSatisfy(alert -> {
            assertThat(List.of("severity", "namespace", "service", "slo"))
                    .as(alert.alert())
                    .noneMatch(label -> alert.label(label).isEmpty());
            each(Alerts.routing(), "inhibit_rules").forEach(rule -> {
                if (matches(alert, rule.get("source_matchers")) || matches(alert, rule.get("target_matchers"))) {
                    assertThat(list(rule.get("equal")))
                            .as(alert + " is compared by")
                            .noneMatch(label -> alert.label(label).isEmpty());
                }
            });
        });
    }

    @Test
    void everyInhibitionHasASourceAndATarget() {
        assertThat(each(Alerts.routing(), "inhibit_rules")).isNotEmpty().allSatisfy(rule -> {
            assertThat(Alerts.expected()).as("source").anyMatch(alert -> matches(alert, rule.get("source_matchers")));
            assertThat(Alerts.expected()).as("target").anyMatch(alert -> matches(alert, rule.get("target_matchers")));
        });
    }

    @Test
    void theChartRendersEveryRuleAsItStandsWithItsRunbook() throws Exception {
        var rendered = new Chart("observability")
                .render().stream()
                        .filter(manifest -> manifest.get("kind").equals("PrometheusRule"))
                        .collect(Collectors.toMap(Chart::nameOf, manifest -> map(manifest.get("spec"))));
        var sources = Alerts.files("files/rules", ".yaml").stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".yaml", ""), Alerts::yaml));
        for (var spec : sources.values()) {
            each(spec, "groups").flatMap(group -> each(group, "rules")).forEach(rule -> {
                if (rule.get("alert") instanceof String alert) {
                    map(rule.get("annotations")).put("runbook_url", RUNBOOKS + alert + ".md");
                }
            });
        }
        assertThat(rendered).isEqualTo(sources);
        assertThat(rendered.values().stream()
                        .flatMap(spec -> each(spec, "groups"))
                        .flatMap(group -> each(group, "rules")))
                .hasSameSizeAs(Alerts.rules());
    }

    @Test
    void prometheusSelectsEveryRuleAndAlertmanagerReadsTheRouting() throws Exception {
        var stack = new Chart("stack-jaeger").render();
        assertThat(spec(stack, "Prometheus"))
                .containsEntry("ruleSelector", Map.of())
                .containsEntry("ruleNamespaceSelector", Map.of());
        var secret = new Chart("observability")
                .render().stream()
                        .filter(manifest -> manifest.get("kind").equals("Secret"))
                        .filter(manifest -> Chart.nameOf(manifest)
                                .equals(spec(stack, "Alertmanager").get("configSecret")))
                        .toList();
        assertThat(secret).hasSize(1);
        var routing = Chart.yaml(
                        (String) map(secret.getFirst().get("stringData")).get("alertmanager.yaml"))
                .getFirst();
        // The receivers' addresses are the chart's: see RulesTest.
        each(routing, "receivers").forEach(receiver -> receiver.remove("webhook_configs"));
        assertThat(routing).isEqualTo(Alerts.routing());
    }

    private static Map<String, Object> spec(List<Map<String, Object>> manifests, String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.get("kind").equals(kind))
                .map(manifest -> map(manifest.get("spec")))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> names() {
        return ALERTS.stream().map(alert -> (String) alert.get("alert")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean matches(Alerts.Expected alert, Object matchers) {
        return list(matchers).allMatch(matcher -> {
            var parts = matcher.split(" ?=~? ?", 2);
            var value = parts[1].replace("\"", "");
            return matcher.contains("=~")
                    ? alert.label(parts[0]).matches(value)
                    : alert.label(parts[0]).equals(value);
        });
    }

    private static Stream<String> list(@Nullable Object value) {
        return value == null ? Stream.of() : ((List<?>) value).stream().map(String.class::cast);
    }
}
