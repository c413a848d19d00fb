package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Policies.Pod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * What can be said of the Grafana stack without the upstream charts: our values and objects, and how they fit the rest.
 */
class GrafanaStackTest {

    private static final String NAMESPACE = "observability";
    private static final Pod NODE_COLLECTOR = Pod.named("node-agents", "otel-collector");
    private static final Pod CLUSTER_COLLECTOR = Pod.named(NAMESPACE, "cluster-collector");

    @TempDir
    private static Path folder;

    private static List<Manifest> own;
    private static List<Manifest> telemetry;
    private static Policies policies;

    @BeforeAll
    static void render() throws Exception {
        own = GrafanaStack.own(Files.createDirectory(folder.resolve("own")));
        telemetry = GrafanaStack.telemetry();
        policies = Policies.of(Stream.concat(own.stream(), telemetry.stream()));
    }

    @Test
    void theLockIsOfTheseDependenciesAndEachIsPinned() throws Exception {
        var asked = each(GrafanaStack.read("Chart.yaml"), "dependencies").toList();
        var lock = GrafanaStack.read("Chart.lock");
        assertThat(each(lock, "dependencies")).containsExactlyElementsOf(asked);
        assertThat(asked).hasSize(4).allSatisfy(dependency -> {
            assertThat((String) dependency.get("version")).matches("\\d+\\.\\d+\\.\\d+");
            assertThat((String) dependency.get("repository")).startsWith("oci://ghcr.io/");
        });
        // As Helm's resolver counts: of the JSON of what is asked for and what is locked.
        var json = asked.stream()
                .map(dependency -> "{\"name\":\"%s\",\"version\":\"%s\",\"repository\":\"%s\"}"
                        .formatted(dependency.get("name"), dependency.get("version"), dependency.get("repository")))
                .collect(Collectors.joining(",", "[", "]"));
        var digest = MessageDigest.getInstance("SHA-256")
                .digest(("[" + json + "," + json + "]").getBytes(StandardCharsets.UTF_8));
        assertThat(lock).containsEntry("digest", "sha256:" + HexFormat.of().formatHex(digest));
    }

    @Test
    void theHostPortsOfTheClusterLeadToItsServices() throws Exception {
        var cluster = Chart.yaml(Files.readString(Chart.ROOT.resolve("k8s/kind.yaml")))
                .getFirst();
        var hostPorts = each(cluster, "nodes")
                .flatMap(node -> each(node, "extraPortMappings"))
                .map(mapping -> mapping.get("containerPort"));
        // The gateway's is in the one, the pager's in the other.
        var others = new ArrayList<Manifest>();
        for (var chart : List.of("orderflow", "observability")) {
            new Chart(chart)
                    .render().stream()
                            .filter(manifest -> manifest.get("kind").equals("Service"))
                            .forEach(content -> others.add(new Manifest(chart, content)));
        }
        var nodePorts = Stream.concat(GrafanaStack.kind(own, "Service"), others.stream())
                .flatMap(service -> each(service.spec(), "ports"))
                .filter(port -> port.containsKey("nodePort"))
                .map(port -> port.get("nodePort"));
        assertThat(nodePorts).containsExactlyInAnyOrderElementsOf(hostPorts.toList());
    }

    /** By our own Services, or the upstream charts' by the name that our values give them. */
    @Test
    void everyAddressLeadsToAService() throws Exception {
        var ours = GrafanaStack.kind(own, "Service")
                .flatMap(service -> each(service.spec(), "ports")
                        .map(port -> "%s.%s.svc:%s".formatted(service.name(), NAMESPACE, port.get("port"))));
        var theirs = Stream.of("tempo 4318", "tempo 3200", "loki 3100")
                .map(known -> known.split(" "))
                .map(known -> {
                    assertThat(values(known[0])).containsEntry("fullnameOverride", known[0]);
                    return "%s.%s.svc:%s".formatted(known[0], NAMESPACE, known[1]);
                });
        var text = Files.readString(GrafanaStack.CHART.resolve("telemetry.yaml"))
                + Files.readString(GrafanaStack.CHART.resolve("values.yaml"))
                + GrafanaStack.kind(telemetry, "ConfigMap")
                        .filter(map -> map.name().contains("datasources"))
                        .toList();
        assertThat(Pattern.compile("[a-z-]+\\.[a-z-]+\\.svc:[0-9]+")
                        .matcher(text)
                        .results()
                        .map(match -> match.group())
                        .distinct())
                .hasSizeGreaterThan(3)
                .isSubsetOf(Stream.concat(ours, theirs).toList());
    }

    @Test
    void whoTalksToWhomMayAndNobodyElse() {
        Map.of("tempo", 4318, "loki", 3100, "prometheus", 9090)
                .forEach((store, port) -> assertThat(policies.allow(NODE_COLLECTOR, pod(store), port))
                        .as(store)
                        .isTrue());
        assertThat(policies.allow(CLUSTER_COLLECTOR, pod("loki"), 3100)).isTrue();
        assertThat(policies.allow(CLUSTER_COLLECTOR, pod("prometheus"), 9090)).isTrue();
        Map.of("tempo", 3200, "loki", 3100, "prometheus", 9090).forEach((store, port) -> {
            assertThat(policies.allow(pod("grafana"), pod(store), port))
                    .as("Grafana asks " + store)
                    .isTrue();
            assertThat(policies.opensToOutside(pod(store), port)).as(store).isFalse();
        });
        Map.of("tempo", 3200, "loki", 3100, "prometheus", 9090, "alertmanager", 9093, "pager", 8080)
                .forEach((behind, port) -> assertThat(policies.allow(pod("auth-proxy"), pod(behind), port))
                        .as("the proxy leads to " + behind)
                        .isTrue());
        assertThat(policies.allow(pod("auth-proxy"), pod("tempo"), 4318)).isFalse();
        assertThat(policies.opensToOutside(pod("alertmanager"), 9093)).isFalse();
        assertThat(policies.allow(pod("tempo"), pod("prometheus"), 9090))
                .as("the service graph")
                .isTrue();
        Map.of("tempo", 3200, "loki", 3100, "prometheus", 9090, "alertmanager", 9093)
                .forEach((store, port) -> assertThat(policies.allow(pod("pager"), pod(store), port))
                        .as("the pager asks " + store)
                        .isTrue());
        assertThat(policies.allow(pod("alertmanager"), pod("pager"), 8080)).isTrue();
        assertThat(policies.allow(pod("prometheus"), pod("pager"), 8080)).isTrue();
        assertThat(policies.receives(pod("grafana"), pod("alertmanager"), 9093)).isFalse();
        assertThat(policies.receives(Pod.named("orderflow", "order"), pod("tempo"), 4318))
                .isFalse();
        assertThat(policies.opensToOutside(pod("grafana"), 3000))
                .as("by port-forward only")
                .isFalse();
    }

    @Test
    void theDataSourcesAreThoseOfTheValuesAndLeadToEachOther() {
        var datasources = datasources();
        var uids = datasources.stream().map(datasource -> datasource.get("uid")).toList();
        assertThat(uids).containsExactly("prometheus", "tempo", "loki");
        assertThat(datasources.stream().map(datasource -> datasource.get("url")))
                .containsExactly(
                        "http://prometheus.observability.svc:9090",
                        "http://tempo.observability.svc:3200",
                        "http://loki.observability.svc:3100");
        assertThat(Pattern.compile("datasourceUid=(\\w+)")
                        .matcher(datasources.toString())
                        .results()
                        .map(match -> match.group(1))
                        .distinct())
                .containsExactlyInAnyOrder("loki", "prometheus", "tempo");
        // Grafana puts variables of its environment in the place of a single one.
        assertThat(datasources.toString().replace("$$", "")).doesNotContain("$");
        assertThat(Dashboards.all().stream()
                        .flatMap(Dashboards.Dashboard::panels)
                        .map(Dashboards::datasource)
                        .distinct())
                .isSubsetOf(uids.toArray(String[]::new));
        assertThat(Pattern.compile("(?:\"type\": \"\\w+\", \"uid\": \"|%22uid%22%3A%22)(\\w+)")
                        .matcher(texts())
                        .results()
                        .map(match -> match.group(1))
                        .distinct())
                .isNotEmpty()
                .isSubsetOf(uids.toArray(String[]::new));
    }

    @Test
    void noDataSourceInUseIsDisabled() throws Exception {
        var plugins = map(
                map(map(map(GrafanaStack.values().get("kube-prometheus-stack")).get("grafana"))
                                .get("grafana.ini"))
                        .get("plugins"));
        var disabled = List.of(((String) plugins.get("disable_plugins")).split(","));
        assertThat(disabled)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(datasources().stream()
                        .map(datasource -> (String) datasource.get("type"))
                        .toList());
    }

    @Test
    void theQueriesFromATraceToMetricsParse() throws Exception {
        var queries = datasources().stream()
                .flatMap(datasource ->
                        each(map(map(datasource.get("jsonData")).getOrDefault("tracesToMetrics", Map.of())), "queries"))
                .map(query -> ((String) query.get("query")).replace("$$__tags", "service_name=\"order\""))
                .toList();
        var rules = IntStream.range(0, queries.size())
                .mapToObj(i -> Map.of("record", "query:" + i, "expr", queries.get(i)))
                .toList();
        var file = folder.resolve("queries.yaml");
        Files.writeString(file, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));
        var result = new Tool("promtool").run(List.of("check", "rules", file.toString()));
        assertThat(result.succeeded()).as(result.output() + result.errors()).isTrue();
        assertThat(queries).hasSizeGreaterThan(3);
    }

    @Test
    void theOtherStackHasNoDataSourcesOfGrafana() throws Exception {
        assertThat(new Chart("observability").render().stream().map(Chart::nameOf))
                .doesNotContain("grafana-datasources");
    }

    /** What the rules and dashboards read is the same on both: so must be what Prometheus makes of OTLP. */
    @Test
    void prometheusIsSetUpAsOnTheOtherStack() throws Exception {
        var here = map(map(values("kube-prometheus-stack").get("prometheus")).get("prometheusSpec"));
        var there = map(new Chart("stack-jaeger")
                .render().stream()
                        .filter(manifest -> manifest.get("kind").equals("Prometheus"))
                        .findFirst()
                        .orElseThrow()
                        .get("spec"));
        assertThat(List.of(
                        "otlp",
                        "tsdb",
                        "exemplars",
                        "enableFeatures",
                        "enableOTLPReceiver",
                        "scrapeInterval",
                        "evaluationInterval",
                        "retention",
                        "retentionSize",
                        "resources"))
                .allSatisfy(key -> assertThat(here.get(key)).as(key).isNotNull().isEqualTo(there.get(key)));
        assertThat(here)
                .containsEntry("ruleSelectorNilUsesHelmValues", false)
                .containsEntry("podMonitorSelectorNilUsesHelmValues", false);
        var kubeStateMetrics = map(values("kube-prometheus-stack").get("kube-state-metrics"));
        assertThat(new Chart("stack-jaeger").render().toString())
                .contains("--resources=" + String.join(",", strings(kubeStateMetrics.get("collectors"))))
                .contains("--metric-labels-allowlist="
                        + strings(kubeStateMetrics.get("metricLabelsAllowlist")).getFirst());
    }

    @Test
    void alertmanagerReadsTheRoutingAndNoOtherRulesOrDashboardsCome() throws Exception {
        var values = values("kube-prometheus-stack");
        var spec = map(map(values.get("alertmanager")).get("alertmanagerSpec"));
        assertThat(spec).containsEntry("useExistingSecret", true);
        assertThat(GrafanaStack.kind(telemetry, "Secret").map(Manifest::name))
                .contains((String) spec.get("configSecret"));
        assertThat(map(values.get("defaultRules"))).containsEntry("create", false);
        assertThat(map(values.get("grafana"))).containsEntry("defaultDashboardsEnabled", false);
    }

    /**
     * Of a statement no end may be missing, and of a stack trace no last cause: a walk would end before the refusal.
     */
    @Test
    void tempoAndLokiKeepAStackTraceWhole() {
        var ingestion =
                map(map(map(map(values("tempo").get("tempo")).get("overrides")).get("defaults"))
                        .get("ingestion"));
        assertThat((int) ingestion.get("max_attribute_bytes")).isGreaterThanOrEqualTo(64 * 1024);
        assertThat(map(map(values("loki").get("loki")).get("limits_config")))
                .containsEntry("max_structured_metadata_size", "256KB");
    }

    @Test
    void itOpensOnADashboardThatIsThere() {
        var home = map(map(map(values("kube-prometheus-stack").get("grafana")).get("grafana.ini"))
                        .get("dashboards"))
                .get("default_home_dashboard_path");
        assertThat(Dashboards.all().stream().map(dashboard -> "/tmp/dashboards/" + dashboard))
                .contains((String) home);
    }

    @Test
    void thePasswordIsMadeAndNobodyKnowsItBefore() throws Exception {
        var secret = GrafanaStack.kind(own, "Secret").toList();
        assertThat(secret)
                .singleElement()
                .satisfies(
                        made -> assertThat(map(values("kube-prometheus-stack").get("grafana"))
                                        .get("admin"))
                                .isEqualTo(Map.of("existingSecret", made.name())));
        var again = GrafanaStack.kind(GrafanaStack.own(Files.createDirectory(folder.resolve("again"))), "Secret")
                .findFirst()
                .orElseThrow();
        var data = map(secret.getFirst().content().get("data"));
        assertThat(data).containsOnlyKeys("admin-user", "admin-password");
        assertThat((String) data.get("admin-password"))
                .hasSizeGreaterThan(32)
                .isNotEqualTo(map(again.content().get("data")).get("admin-password"));
    }

    @Test
    void everyPartHasRequestsAndALimitAndNothingIsTheLatest() throws Exception {
        var resources = GrafanaStack.dependencies().stream()
                .flatMap(name -> resources(values(name), name))
                .toList();
        assertThat(resources).hasSize(12).allSatisfy(part -> {
            assertThat(map(part.getValue().get("requests"))).as(part.getKey()).containsOnlyKeys("cpu", "memory");
            assertThat(map(part.getValue().get("limits"))).as(part.getKey()).containsOnlyKeys("memory");
        });
        assertThat(Files.readString(GrafanaStack.CHART.resolve("values.yaml")))
                .doesNotContainPattern("(tag|image).*latest");
    }

    /** Of pods: a volume claim has no limits. */
    private static Stream<Map.Entry<String, Map<String, Object>>> resources(Map<String, Object> values, String path) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Map)
                .flatMap(entry -> {
                    var here = path + "." + entry.getKey();
                    var value = map(entry.getValue());
                    return entry.getKey().equals("resources") && !here.contains("volumeClaimTemplate")
                            ? Stream.of(Map.entry(here, value))
                            : resources(value, here);
                });
    }

    private static List<Map<String, Object>> datasources() {
        var text = GrafanaStack.kind(telemetry, "ConfigMap")
                .filter(manifest -> map(map(manifest.content().get("metadata")).get("labels"))
                        .containsKey("grafana_datasource"))
                .map(manifest -> (String) map(manifest.content().get("data")).get("datasources.yaml"))
                .toList();
        assertThat(text).hasSize(1);
        return each(Chart.yaml(text.getFirst()).getFirst(), "datasources").toList();
    }

    private static String texts() {
        return Dashboards.all().stream()
                .map(dashboard -> Alerts.read(dashboard.file()))
                .collect(Collectors.joining());
    }

    private static Map<String, Object> values(String chart) {
        return map(Alerts.yaml(GrafanaStack.CHART.resolve("values.yaml")).get(chart));
    }

    private static Pod pod(String name) {
        return Pod.named(NAMESPACE, name);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
