package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each port of the cluster stands in k8s/ports.env; kind's configuration, the charts and whoever reads it agree with
 * that.
 */
class PortsTest {

    /** Defaults that these tests compare with the file. */
    private static final List<String> DEFAULTS = List.of(
            "k8s/ports.env",
            "k8s/kind.yaml",
            "helm/observability/values.yaml",
            "helm/stack-jaeger/values.yaml",
            "helm/stack-grafana/values.yaml",
            "helm/stack-grafana/telemetry.yaml");

    private static final Map<String, String> FILE = new TreeMap<>();

    /** A context without a cluster, so that no running one decides. */
    private static final Script NO_CLUSTER = new Script(Chart.ROOT, Map.of("KUBECONTEXT", "kind-none"));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void read() throws Exception {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(Chart.ROOT.resolve("k8s/ports.env"))) {
            properties.load(reader);
        }
        properties.forEach((key, value) -> FILE.put((String) key, (String) value));
    }

    @Test
    void kindMapsEachNodePortToItsPort() throws Exception {
        assertThat(mapped(Files.readString(Chart.ROOT.resolve("k8s/kind.yaml"))))
                .isEqualTo(expected(Map.of()))
                .hasSize(7);
    }

    @Test
    void otherPortsAreChosenByTheEnvironment() throws Exception {
        var chosen = Map.of("PORT_PROMETHEUS", "19090", "PORT_LOGS", "19428");
        var environment = new HashMap<>(NO_CLUSTER.environment());
        environment.putAll(chosen);
        var result = new Script(Chart.ROOT, environment).run("ci/ports", "kind-config");
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(mapped(result.output())).isEqualTo(expected(chosen)).containsEntry("30090", "19090");
        assertThat(new Script(Chart.ROOT, environment)
                        .run("ci/ports", "url", "https")
                        .output()
                        .strip())
                .isEqualTo("https://127.0.0.1:" + FILE.get("PORT_HTTPS"));
        environment.put("PORT_PAGER", "19090");
        var twice = new Script(Chart.ROOT, environment).run("ci/ports", "list");
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.output()).contains("port 19090 is chosen twice: PORT_PAGER=19090 PORT_PROMETHEUS=19090");
        environment.put("PORT_PAGER", "http");
        assertThat(new Script(Chart.ROOT, environment)
                        .run("ci/ports", "get", "pager")
                        .output())
                .contains("PORT_PAGER=http is no port");
    }

    @Test
    void theChartsLinksAreThesePorts() throws Exception {
        for (var stack : List.of("jaeger", "grafana")) {
            assertThat(links(
                            NO_CLUSTER
                                    .run("ci/ports", "values", "observability", stack)
                                    .output(),
                            stack))
                    .isEqualTo(links("", stack))
                    .hasSize(5);
        }
        var jaeger = Chart.yaml(
                        NO_CLUSTER.run("ci/ports", "values", "stack-jaeger").output())
                .getFirst();
        var defaults = Chart.yaml(Files.readString(Chart.ROOT.resolve("helm/stack-jaeger/values.yaml")))
                .getFirst();
        for (var part : List.of("prometheus", "alertmanager")) {
            assertThat(map(jaeger.get(part)).get("link"))
                    .isEqualTo(map(defaults.get(part)).get("link"))
                    .isEqualTo(url(part));
        }
        var grafana = Chart.yaml(
                        NO_CLUSTER.run("ci/ports", "values", "stack-grafana").output())
                .getFirst();
        for (var values : List.of(grafana, GrafanaStack.values())) {
            var stack = map(values.get("kube-prometheus-stack"));
            assertThat(map(map(stack.get("prometheus")).get("prometheusSpec")))
                    .containsEntry("externalUrl", url("prometheus"));
            assertThat(map(map(stack.get("alertmanager")).get("alertmanagerSpec")))
                    .containsEntry("externalUrl", url("alertmanager"));
        }
    }

    @Test
    void otherPortsReachTheLinksOfThePagerAndOfThePrometheus() throws Exception {
        var moved = new Script(
                Chart.ROOT,
                Map.of(
                        "KUBECONTEXT",
                        "kind-none",
                        "PORT_PAGER",
                        "18084",
                        "PORT_PROMETHEUS",
                        "19090",
                        "PORT_TRACES",
                        "26686"));
        assertThat(links(
                        moved.run("ci/ports", "values", "observability", "jaeger")
                                .output(),
                        "jaeger"))
                .containsEntry("pager", "http://127.0.0.1:18084")
                .containsEntry("jaeger", "http://127.0.0.1:26686")
                .containsEntry("alertmanager", url("alertmanager"));
        var values = Files.writeString(
                folder.resolve("stack.yaml"),
                moved.run("ci/ports", "values", "stack-jaeger").output());
        var result = new Chart("stack-jaeger")
                .helm("template", "--values", "ci/images/registry.yaml", "--values", values.toString());
        assertThat(Chart.yaml(result.output()).stream()
                        .filter(manifest -> manifest.get("kind").equals("Prometheus")))
                .as(result.errors())
                .singleElement()
                .satisfies(prometheus ->
                        assertThat(map(prometheus.get("spec"))).containsEntry("externalUrl", "http://127.0.0.1:19090"));
    }

    /** Off kind a node's port is open to the network: nobody has one who did not ask for it. */
    @Test
    void withoutBeingAskedForNothingIsANodePort() throws Exception {
        var manifests = new ArrayList<>(GrafanaStack.own(Files.createDirectory(folder.resolve("own"))));
        for (var chart : Chart.ALL) {
            var result =
                    chart.helm("template", "--values", "ci/images/registry.yaml", "--namespace", chart.namespace());
            Chart.yaml(result.output()).forEach(content -> manifests.add(new Manifest(chart.namespace(), content)));
        }
        assertThat(manifests.stream().filter(manifest -> manifest.kind().equals("Service")))
                .hasSizeGreaterThan(10)
                .allSatisfy(service -> {
                    assertThat(service.spec().getOrDefault("type", "ClusterIP"))
                            .as(service.name())
                            .isEqualTo("ClusterIP");
                    assertThat(each(service.spec(), "ports"))
                            .as(service.name())
                            .noneMatch(port -> port.containsKey("nodePort"));
                });
        // The API server asks its webhook.
        assertThat(manifests.stream()
                        .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                        .filter(policy -> each(policy.spec(), "ingress")
                                .anyMatch(rule -> each(rule, "from").anyMatch(peer -> peer.containsKey("ipBlock"))))
                        .map(Manifest::name))
                .containsOnly("otel-operator", "opentelemetry-operator");
    }

    @Test
    void aClusterOnThisMachineAsksForThem() {
        var releases = Stream.of("ci/cluster", "ci/cluster.d/releases.sh")
                .flatMap(file -> Tree.lines(Path.of(file)))
                .map(String::strip)
                .filter(line -> line.matches("release \\w+ \\w+ helm/.*"));
        var withPorts = new TreeSet<String>();
        assertThat(releases).hasSize(4).allSatisfy(line -> {
            var chart = line.split(" ")[3];
            var hasValues = Files.exists(Chart.ROOT.resolve(chart).resolve("kind.yaml"));
            assertThat(line.contains("-f " + chart + "/kind.yaml ")).as(line).isEqualTo(hasValues);
            if (hasValues) {
                withPorts.add(chart);
            }
        });
        // Of a stack nothing is reached but through the authenticating proxy.
        assertThat(withPorts).containsExactly("helm/observability", "helm/orderflow");
    }

    /** A port that is written elsewhere becomes a dead link when k8s/ports.env changes. */
    @Test
    void noOtherFileNamesThem() {
        var ports = FILE.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("PORT_"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("|"));
        var literal = Pattern.compile("(127\\.0\\.0\\.1|localhost):(" + ports + ")\\b");
        var named = Tree.files().stream()
                .filter(file -> !DEFAULTS.contains(file.toString()))
                .filter(file -> !file.startsWith("docs")
                        && !file.toString().endsWith(".md")
                        && !file.toString().contains("src/test/"))
                // Kafka's own controller, in its pod.
                .filter(file -> !file.endsWith("kafka.properties"))
                .flatMap(file -> Tree.lines(file)
                        .filter(line -> literal.matcher(line).find())
                        .map(line -> file + ": " + line.strip()))
                .toList();
        assertThat(named)
                .as("a port of k8s/ports.env by itself; scripts ask ci/ports, Java asks LocalCluster, charts "
                        + "take a value")
                .isEmpty();
    }

    @Test
    void noOtherFileNamesTheContext() {
        var named = Tree.files().stream()
                .filter(file -> !file.startsWith("docs")
                        && !file.toString().endsWith(".md")
                        && !file.toString().contains("src/test/")
                        && !file.toString().equals("k8s/ports.env"))
                .flatMap(file -> Tree.lines(file)
                        .filter(line -> line.contains(FILE.get("KUBECONTEXT")))
                        .map(line -> file + ": " + line.strip()))
                .toList();
        assertThat(named)
                .as("the context by its name; scripts have KUBECONTEXT of ci/lib.sh, Java has LocalCluster")
                .isEmpty();
    }

    /** Node port to port. */
    private static Map<String, String> mapped(String configuration) {
        return each(Chart.yaml(configuration).getFirst(), "nodes")
                .flatMap(node -> each(node, "extraPortMappings"))
                .peek(mapping -> assertThat(mapping).containsEntry("listenAddress", "127.0.0.1"))
                .collect(Collectors.toMap(
                        mapping -> mapping.get("containerPort").toString(),
                        mapping -> mapping.get("hostPort").toString()));
    }

    private static Map<String, String> expected(Map<String, String> chosen) {
        return FILE.keySet().stream()
                .filter(key -> key.startsWith("NODE_"))
                .collect(Collectors.toMap(
                        FILE::get,
                        key -> chosen.getOrDefault(
                                key.substring("NODE_".length()), FILE.get(key.substring("NODE_".length())))));
    }

    private static String url(String name) {
        return "http://127.0.0.1:" + FILE.get("PORT_" + name.toUpperCase(Locale.ROOT));
    }

    /** The pager's, and those of its stores, as the pager of this stack reads them. */
    private static Map<String, Object> links(String values, String stack) throws Exception {
        var file = Files.writeString(folder.resolve("links.yaml"), values);
        var flags = Stream.concat(
                        Stream.of("--namespace", "observability", "--values", "ci/images/registry.yaml"),
                        Stream.concat(
                                stack.equals("grafana")
                                        ? Stream.of("--values", "helm/stack-grafana/telemetry.yaml")
                                        : Stream.of(),
                                Stream.of("--values", file.toString())))
                .toArray(String[]::new);
        var result = new Chart("observability").helm("template", flags);
        var pager = Chart.yaml(result.output()).stream()
                .filter(manifest -> manifest.get("kind").equals("Secret")
                        && Chart.nameOf(manifest).equals("pager-config"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.errors()));
        var own = map(map(Chart.yaml((String) map(pager.get("stringData")).get("application.yaml"))
                        .getFirst()
                        .get("orderflow"))
                .get("pager"));
        var links = new TreeMap<String, Object>(Map.of("pager", own.get("url")));
        map(own.get("stores"))
                .forEach((store, addresses) -> links.put(store, map(addresses).get("link")));
        return links;
    }
}
