package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one part of the tree names, another part has: three charts, the cluster's file, the Instrumentation, the
 * modules.
 */
class WiringTest {

    private static List<Manifest> manifests;

    @BeforeAll
    static void render() throws Exception {
        manifests = Manifest.ofAllCharts();
    }

    @Test
    void everyAddressLeadsToAService() throws Exception {
        var services = kind("Service")
                .flatMap(service -> each(service.spec(), "ports")
                        .map(port -> "%s.%s.svc:%s".formatted(service.name(), service.namespace(), port.get("port"))))
                .collect(Collectors.toSet());
        var text = Files.readString(Chart.ROOT.resolve("operator-instrumentation.yaml"))
                + manifests.stream()
                        .map(manifest -> manifest.content().toString())
                        .collect(Collectors.joining());
        var addresses = Pattern.compile("[a-z-]+\\.[a-z-]+\\.svc:[0-9]+")
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toSet());
        assertThat(addresses).hasSizeGreaterThan(5).isSubsetOf(services);
    }

    @Test
    void everyHostPortOfTheClusterLeadsToAService() throws Exception {
        var cluster = Chart.yaml(Files.readString(Chart.ROOT.resolve("k8s/kind.yaml")))
                .getFirst();
        var hostPorts = each(cluster, "nodes")
                .flatMap(node -> each(node, "extraPortMappings"))
                .map(mapping -> mapping.get("containerPort"));
        var nodePorts = kind("Service")
                .flatMap(service -> each(service.spec(), "ports"))
                .filter(port -> port.containsKey("nodePort"))
                .map(port -> port.get("nodePort"));
        assertThat(hostPorts).containsExactlyInAnyOrderElementsOf(nodePorts.toList());
    }

    @Test
    void everyServiceLeadsToAPortOfItsPods() {
        // The pods of these two are the Prometheus Operator's, which names their port so.
        var ofTheOperator = Map.of("prometheus", "web", "alertmanager", "web");
        assertThat(kind("Service")).allSatisfy(service -> {
            var ports = manifests.stream()
                    .filter(manifest -> manifest.namespace().equals(service.namespace()))
                    .flatMap(Manifest::podTemplate)
                    .filter(pod -> labels(map(pod.get("metadata")))
                            .entrySet()
                            .containsAll(map(service.spec().get("selector")).entrySet()))
                    .flatMap(pod -> each(map(pod.get("spec")), "containers"))
                    .flatMap(container -> each(container, "ports"))
                    .map(port -> port.get("name"));
            assertThat(Stream.concat(ports, Stream.ofNullable(ofTheOperator.get(service.name()))))
                    .containsAll(each(service.spec(), "ports")
                            .map(port -> port.get("targetPort"))
                            .toList());
        });
    }

    @Test
    void everySecretAndConfigMapThatAPodReadsIsThere() {
        var there = manifests.stream()
                .filter(manifest -> Set.of("Secret", "ConfigMap").contains(manifest.kind()))
                .flatMap(manifest -> Stream.of("data", "stringData")
                        .flatMap(part -> map(manifest.content().getOrDefault(part, Map.of())).keySet().stream())
                        .flatMap(key -> Stream.of(manifest.toString(), manifest + " " + key)))
                .collect(Collectors.toSet());
        for (var manifest : manifests) {
            manifest.podTemplate().map(template -> map(template.get("spec"))).forEach(pod -> {
                var read = new TreeSet<String>();
                each(pod, "volumes").forEach(volume -> {
                    if (volume.containsKey("secret"))
                        read.add("Secret/" + map(volume.get("secret")).get("secretName"));
                    each(map(volume.getOrDefault("projected", Map.of())), "sources")
                            .filter(source -> source.containsKey("configMap"))
                            .forEach(source -> read.add(
                                    "ConfigMap/" + map(source.get("configMap")).get("name")));
                    if (volume.containsKey("configMap"))
                        read.add("ConfigMap/" + map(volume.get("configMap")).get("name"));
                });
                Chart.containers(pod)
                        .flatMap(container -> each(container, "env"))
                        .filter(variable -> variable.containsKey("valueFrom"))
                        .forEach(variable -> {
                            var secret = map(map(variable.get("valueFrom")).getOrDefault("secretKeyRef", Map.of()));
                            if (!secret.isEmpty()) read.add("Secret/" + secret.get("name") + " " + secret.get("key"));
                        });
                assertThat(there)
                        .as(manifest.toString())
                        .containsAll(read.stream()
                                .map(name -> manifest.namespace() + " " + name)
                                .toList());
            });
        }
    }

    @Test
    void everyPodMonitorSelectsAPortOfAPod() {
        assertThat(kind("PodMonitor"))
                .hasSizeGreaterThan(5)
                .allSatisfy(monitor -> assertThat(manifests.stream()
                                .filter(manifest -> manifest.namespace().equals(monitor.namespace()))
                                .flatMap(Manifest::podTemplate)
                                .filter(pod -> selects(monitor, map(pod.get("metadata"))))
                                .flatMap(pod -> each(map(pod.get("spec")), "containers"))
                                .flatMap(container -> each(container, "ports"))
                                .map(port -> port.get("name")))
                        .containsAll(each(monitor.spec(), "podMetricsEndpoints")
                                .map(endpoint -> endpoint.get("port"))
                                .toList()));
    }

    @Test
    void everyServiceMonitorSelectsAPortOfAService() {
        // The kubelet's Service is the Prometheus Operator's.
        assertThat(kind("ServiceMonitor").filter(monitor -> !monitor.name().equals("kubelet")))
                .isNotEmpty()
                .allSatisfy(monitor -> assertThat(kind("Service")
                                .filter(service -> service.namespace().equals(monitor.namespace()))
                                .filter(service ->
                                        selects(monitor, map(service.content().get("metadata"))))
                                .flatMap(service -> each(service.spec(), "ports"))
                                .map(port -> port.get("name")))
                        .containsAll(each(monitor.spec(), "endpoints")
                                .map(endpoint -> endpoint.get("port"))
                                .toList()));
    }

    @Test
    void theCollectorsImageHasWhatTheirConfigurationsUseAndMayUseAndNothingElse() throws Exception {
        var builder = Chart.yaml(Files.readString(Chart.ROOT.resolve("ci/images/collector/builder.yaml")))
                .getFirst();
        var built = Stream.of("receivers", "processors", "exporters", "extensions")
                .flatMap(group -> each(builder, group))
                .map(component -> ((String) component.get("gomod"))
                        .replaceFirst(".*/(\\S+) .*", "$1")
                        .replaceFirst("(receiver|processor|exporter|extension)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        var flags = new ArrayList<>(List.of("--values", "ci/images/registry.yaml"));
        for (var preset : DestinationsTest.presets()) {
            // Datadog's exporter is in the upstream image alone.
            if (!preset.endsWith("datadog.yaml")) {
                flags.addAll(List.of("--values", preset.toString()));
            }
        }
        var used =
                Chart.yaml(new Chart("observability")
                                .helm("template", flags.toArray(String[]::new))
                                .output())
                        .stream()
                        .filter(manifest -> manifest.get("kind").equals("ConfigMap")
                                && Chart.nameOf(manifest).endsWith("-collector"))
                        .map(manifest -> Chart.yaml(
                                        (String) map(manifest.get("data")).get("config.yaml"))
                                .getFirst())
                        .flatMap(configuration -> Stream.of("receivers", "processors", "exporters", "extensions")
                                .flatMap(group -> map(configuration.get(group)).keySet().stream()))
                        .map(name -> name.replaceFirst("/.*", "").replace("_", ""))
                        // A module's name is older than its component's.
                        .map(name -> name.equals("otlpgrpc") ? "otlp" : name)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(built).isEqualTo(used);
    }

    @Test
    void everyFileOfAChartIsInAConfigMap() throws Exception {
        try (var files = Files.walk(Chart.ROOT.resolve("helm"))) {
            // Rules and routing become objects of other kinds, see AlertsTest; data sources get their addresses, see
            // GrafanaStackTest.
            var sources = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/files/"))
                    .filter(file -> !file.toString().matches(".*/files/(rules/.*|alertmanager|datasources)\\.yaml"))
                    // What lists a store's users is rendered, see GoldenTest and RenderedStore.
                    .filter(file -> !file.toString().matches(".*/files/(postgresql-roles\\.sql|valkey-users)"))
                    .toList();
            var rendered = kind("ConfigMap")
                    .flatMap(manifest -> map(manifest.content().get("data")).values().stream())
                    .map(text -> ((String) text).strip())
                    .toList();
            assertThat(sources).isNotEmpty();
            for (var source : sources) {
                assertThat(rendered)
                        .as(source.toString())
                        .contains(Files.readString(source)
                                .replace("{{ .Release.Namespace }}", "orderflow")
                                .strip());
            }
        }
    }

    @Test
    void everyModuleOfAServiceHasAnEntry() throws Exception {
        try (var files = Files.walk(Chart.ROOT.resolve("services"))) {
            var modules = files.filter(file -> file.toString().matches(".*/src/main/java/.*Application\\.java"))
                    .map(file -> Chart.ROOT
                            .resolve("services")
                            .relativize(file)
                            .getName(0)
                            .toString())
                    .toList();
            assertThat(entries().keySet()).containsExactlyInAnyOrderElementsOf(modules);
        }
    }

    /** Who may call a service's internal endpoints is among those that the network lets through to it. */
    @Test
    void aServiceKnowsNoCallerThatDoesNotCallIt() throws Exception {
        for (var name : entries().keySet()) {
            var file = Path.of("services", name, "src/main/resources/application.yaml");
            var orderflow = map(Alerts.yaml(Chart.ROOT.resolve(file)).getOrDefault("orderflow", Map.of()));
            var callers = map(orderflow.getOrDefault("identity", Map.of())).getOrDefault("callers", List.of());
            assertThat((List<?>) callers)
                    .as("%s: orderflow.identity.callers; services.<caller>.calls of the chart has %s", file, name)
                    .allSatisfy(caller -> assertThat(
                                    (List<?>) map(entries().get(caller)).getOrDefault("calls", List.of()))
                            .anyMatch(name::equals));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql, spring-boot-starter-jdbc",
        "valkey, spring-boot-starter-data-redis",
        "kafka, spring-boot-starter-kafka"
    })
    void aServiceGetsTheStoresThatItsModuleUses(String store, String starter) throws Exception {
        for (var entry : entries().entrySet()) {
            var pom = Files.readString(Chart.ROOT.resolve(Path.of("services", entry.getKey(), "pom.xml")));
            assertThat(((List<?>) map(entry.getValue()).getOrDefault("needs", List.of())).contains(store))
                    .as("services.%s.needs has %s", entry.getKey(), store)
                    .isEqualTo(pom.contains("<artifactId>" + starter + "</artifactId>"));
        }
    }

    @Test
    void thePoolsOfAllPodsFitTheDatabase() throws Exception {
        var values = Chart.yaml(Files.readString(Chart.ROOT.resolve("helm/orderflow/values.yaml")))
                .getFirst();
        var defaults = map(values.get("defaults"));
        var connections = entries().values().stream()
                .map(Chart::map)
                .filter(service -> ((List<?>) service.getOrDefault("needs", List.of())).contains("postgresql"))
                .mapToInt(service -> (int) service.getOrDefault("replicas", 1)
                        * (int) service.getOrDefault("pool", defaults.get("pool")))
                .sum();
        // Ten for the migration, the Collector and people.
        assertThat(connections + 10)
                .isLessThanOrEqualTo((int) map(values.get("postgresql")).get("maxConnections"));
    }

    private static Map<String, Object> entries() throws Exception {
        return map(Chart.yaml(Files.readString(Chart.ROOT.resolve("helm/orderflow/values.yaml")))
                .getFirst()
                .get("services"));
    }

    private static Stream<Manifest> kind(String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    private static boolean selects(Manifest monitor, Map<String, Object> metadata) {
        return labels(metadata)
                .entrySet()
                .containsAll(map(map(monitor.spec().get("selector")).get("matchLabels"))
                        .entrySet());
    }

    private static Map<String, Object> labels(Map<String, Object> metadata) {
        return map(metadata.getOrDefault("labels", Map.of()));
    }
}
