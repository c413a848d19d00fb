package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The destinations of telemetry: what the chart renders of them, and what it refuses. */
class DestinationsTest {

    private static final Path PRESETS = Chart.ROOT.resolve("helm/observability/destinations");

    private static final String HONEYCOMB = "helm/observability/destinations/honeycomb.yaml";

    private static final List<String> COLLECTORS = List.of("otel-collector", "cluster-collector");

    @TempDir
    private Path folder;

    /** The files with values for a vendor. */
    static List<Path> presets() throws IOException {
        try (var files = Files.list(PRESETS)) {
            return files.sorted().toList();
        }
    }

    @Test
    void thereIsAPresetForEachVendorThatTheDocsName() throws Exception {
        assertThat(presets())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "datadog-otlp.yaml",
                        "datadog.yaml",
                        "dynatrace.yaml",
                        "elastic.yaml",
                        "grafana-cloud.yaml",
                        "honeycomb.yaml",
                        "new-relic.yaml",
                        "remote-write.yaml");
        var docs = Markdown.read(Path.of("docs/destinations.md"));
        assertThat(presets())
                .allSatisfy(preset -> assertThat(docs).contains("`" + Chart.ROOT.relativize(preset) + "`"));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetNamesItsDocumentationAndAddsOneDestinationWhoseTokenIsInASecretOfEachCollector(Path preset)
            throws Exception {
        assertThat(Files.readString(preset)).startsWith("# ").containsPattern("(?m)^# .*https://\\S+");
        var manifests = render("--values", preset.toString());
        var destination = map(Alerts.yaml(preset).get("destinations"));
        assertThat(destination).hasSize(1);
        var name = destination.keySet().iterator().next();
        COLLECTORS.forEach(collector -> {
            assertThat(variables(manifests, collector))
                    .as(collector)
                    .singleElement()
                    .satisfies(variable -> {
                        var reference = map(map(variable.get("valueFrom")).get("secretKeyRef"));
                        assertThat(reference).isEqualTo(Map.of("name", name, "key", "token", "optional", true));
                        assertThat(configuration(manifests, collector)).contains("${env:" + variable.get("name"));
                    });
            assertThat(exporters(manifests, collector))
                    .as("%s sends to it and still to the store", collector)
                    .anyMatch(exporter -> exporter.endsWith("/" + name))
                    .contains("otlp_http/victorialogs");
        });
    }

    @Test
    void severalPresetsAtOnceEachGetTheirSignals() throws Exception {
        var flags = new ArrayList<String>();
        for (var preset : presets()) {
            if (!preset.endsWith("datadog-otlp.yaml")) {
                flags.addAll(List.of("--values", preset.toString()));
            }
        }
        var pipelines = pipelines(render(flags.toArray(String[]::new)), "otel-collector");
        var all = List.of(
                "datadog/datadog",
                "otlp_http/dynatrace",
                "otlp_http/elastic",
                "otlp_http/grafana-cloud",
                "otlp_http/honeycomb",
                "otlp_http/new-relic");
        assertThat(pipelines.get("traces")).containsAll(all).contains("otlp_http/jaeger");
        assertThat(pipelines.get("logs")).containsAll(all).contains("otlp_http/victorialogs");
        assertThat(pipelines.get("metrics/delta"))
                .containsExactlyInAnyOrder("otlp_http/dynatrace", "otlp_http/elastic", "otlp_http/new-relic");
        assertThat(pipelines.get("metrics"))
                .containsExactlyInAnyOrder(
                        "datadog/datadog",
                        "otlp_http/grafana-cloud",
                        "otlp_http/honeycomb",
                        "otlp_grpc/mimir",
                        "otlp_http/prometheus");
        assertThat(pipelines.get("metrics/mimir")).containsExactly("prometheusremotewrite/mimir");
    }

    /** A queue that two share, or that is in memory, lets one destination hold the other back. */
    @Test
    void eachDestinationHasAQueueOfItsOwnOnDiskAndRetriesThatEnd() throws Exception {
        var manifests = render(
                "--values",
                HONEYCOMB,
                "--values",
                PRESETS.resolve("remote-write.yaml").toString());
        for (var collector : COLLECTORS) {
            var configuration = parsed(manifests, collector);
            var extensions = map(configuration.get("extensions"));
            var folders = new TreeSet<String>();
            var exporters = map(configuration.get("exporters"));
            exporters.forEach((name, exporter) -> {
                assertThat(map(map(exporter).get("retry_on_failure")).get("max_elapsed_time"))
                        .as(name)
                        .isIn("24h", "30s");
                if (name.startsWith("prometheusremotewrite/")) {
                    assertThat(map(exporter).get("remote_write_queue")).isEqualTo(Map.of("enabled", false));
                    return;
                }
                var storage = (String) map(map(exporter).get("sending_queue")).get("storage");
                assertThat(storage).isEqualTo("file_storage/" + name.replaceFirst(".*/", ""));
                folders.add((String) map(extensions.get(storage)).get("directory"));
            });
            assertThat(folders)
                    .hasSize((int) exporters.keySet().stream()
                            .filter(name -> !name.startsWith("prometheusremotewrite/"))
                            .count())
                    .allMatch(directory -> directory.startsWith("/var/lib/otelcol/"));
            assertThat((List<?>) map(configuration.get("service")).get("extensions"))
                    .hasSize(extensions.size());
        }
    }

    /** What waits for a destination is the shoppers' data: it must not stay on the node. */
    @Test
    void theQueuesOfDestinationsThatAreRemovedAreDeletedAndNoOthers() throws Exception {
        var container = Chart.pods(render("--values", HONEYCOMB))
                .filter(pod -> pod.getKey().equals("DaemonSet/otel-collector"))
                .flatMap(pod -> Chart.containers(pod.getValue()))
                .filter(one -> one.get("name").equals("removed-queues"))
                .findFirst()
                .orElseThrow();
        for (var queue : List.of("jaeger", "prometheus", "victorialogs", "honeycomb", "honey", "my vendor")) {
            Files.writeString(Files.createDirectories(folder.resolve(queue)).resolve("exporter_traces"), "spans");
        }
        Files.writeString(folder.resolve("exporter_of_an_older_release"), "spans");
        var command = ((List<?>) container.get("command"))
                .stream()
                        .map(part -> ((String) part).replace("/var/lib/otelcol", folder.toString()))
                        .toList();
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("jaeger", "prometheus", "victorialogs", "honeycomb");
        }
        assertThat(folder.resolve("jaeger/exporter_traces")).exists();
    }

    /** The pods of the services run on, and their agents send to the address that they know. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adding    | --values | helm/observability/destinations/honeycomb.yaml",
                "removing  | --set    | destinations.prometheus=null,destinations.victorialogs.signals={logs;metrics}",
                "switching | --set    | destinations.prometheus.endpoint=https://mimir.example.com/otlp"
            })
    void addingRemovingAndSwitchingChangesTheCollectorsAndNothingElse(String what, String flag, String value)
            throws Exception {
        var before = objects(render());
        var after = objects(render(flag, value.replace(";", ",")));
        // A password that each render makes anew.
        var generated = objects(render());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(before.keySet().stream()
                        .filter(name -> before.get(name).equals(generated.get(name)))
                        .filter(name -> !before.get(name).equals(after.get(name))))
                .as(what)
                .containsExactlyInAnyOrder(
                        "ConfigMap/otel-collector",
                        "DaemonSet/otel-collector",
                        "NetworkPolicy/otel-collector",
                        "ConfigMap/cluster-collector",
                        "Deployment/cluster-collector",
                        "NetworkPolicy/cluster-collector");
        assertThat(before.get("Service/otel-collector")).isEqualTo(after.get("Service/otel-collector"));
        for (var collector : List.of("DaemonSet/otel-collector", "Deployment/cluster-collector")) {
            var was = new HashMap<>(map(before.get(collector).get("spec")));
            var is = new HashMap<>(map(after.get(collector).get("spec")));
            assertThat(map(map(map(is.remove("template")).get("metadata")).get("annotations")))
                    .as("its own pods start anew")
                    .isNotEqualTo(
                            map(map(map(was.remove("template")).get("metadata")).get("annotations")));
            assertThat(is).isEqualTo(was);
        }
    }

    /** So that nothing of a destination can be in what the chart of the services renders. */
    @Test
    void theChartOfTheServicesKnowsNoDestinations() throws Exception {
        var result =
                new Chart("orderflow").helm("template", "--values", "ci/images/registry.yaml", "--values", HONEYCOMB);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors()).contains("'destinations' not allowed");
    }

    /** HTTP, GRPC, WRITE and DATADOG stand for entries of that kind, which the rest of the line changes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: zipkin, signals: [traces]      | /destinations/x/kind': value must be one of 'otlp_http'",
                "HTTP, endpont: 'https://a.b'         | 'endpont' not allowed",
                "signals: [traces]                    | /destinations/x': missing property 'kind'",
                "kind: otlp_http                      | /destinations/x': missing property 'signals'",
                "kind: otlp_http, signals: [traces]   | destinations.x.endpoint is not set, and the kind otlp_http",
                "HTTP, signals: [tracs]               | /destinations/x/signals/0': value must be one of",
                "HTTP, signals: []                    | /destinations/x/signals': minItems",
                "HTTP, endpoint: 'a.b.svc:4318'       | endpoint is a.b.svc:4318: the kind otlp_http takes a URL",
                "HTTP, endpoint: 'https://me:pw@a.b'  | /destinations/x/endpoint",
                "HTTP, endpoint: 'https://a.b/?key=c' | /destinations/x/endpoint",
                "HTTP, endpoint: 'http://a.b'         | in plain text out of the cluster: write https://",
                "WRITE, endpoint: 'http://a.b.svc.io' | in plain text out of the cluster: write https://",
                "GRPC, endpoint: 'https://a.b'        | the kind otlp_grpc takes <host>:<port>",
                "WRITE, signals: [traces]             | /destinations/x/signals/0': value must be 'metrics'",
                "WRITE, temporality: delta            | x.temporality is nothing that the kind prometheusremotewrite",
                "HTTP, temporality: gauge             | /destinations/x/temporality",
                "HTTP, site: datadoghq.eu             | destinations.x.site is nothing that the kind otlp_http has",
                "DATADOG, site: ''                    | /destinations/x/site",
                "kind: datadog, signals: [metrics]    | destinations.x.site is not set",
                "DATADOG, apiKey: 0123456789abcdef    | destinations.x.apiKey is a literal",
                "DATADOG, apiKey: {secret: a}         | /destinations/x/apiKey': missing property 'key'",
                "HTTP, giveUpAfter: never             | /destinations/x/giveUpAfter",
                "HTTP, cidrs: [everywhere]            | /destinations/x/cidrs/0",
                "HTTP, tls: {ca: PEM}                 | /destinations/x/tls/ca",
                "HTTP, tls: {skip_verify: true}       | 'skip_verify' not allowed",
                "HTTP, tls: {key: {secret: a, key: b}}               | a key without a certificate",
                "HTTP, headers: {A: {secret: A_b, key: b}}           | /destinations/x/headers/A/secret",
                "HTTP, headers: {A: {secret: a, key: b, prefix: c}}  | 'prefix' not allowed",
            })
    void aWrongDestinationIsRefusedWithWhatIsWrong(String destination, String words) throws Exception {
        var result = withDestination(destination);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors()).contains(words);
    }

    /** A ConfigMap is readable to whoever may look at the namespace. */
    @ParameterizedTest
    @CsvSource({
        "Authorization,    Bearer abc",
        "authorization,    anything",
        "x-honeycomb-team, abc",
        "api-key,          abc",
        "X-License,        abc",
        "X-Whatever,       Basic abc",
        "X-Whatever,       hcaik_01hqk4k20cjeh63wca8vva5stw",
        "X-Whatever,       Zm9vOmJhcmJhegZm9vOmJhcmJheg1="
    })
    void aTokenThatIsWrittenOutIsRefusedWithTheCommandThatPutsItIntoASecret(String header, String value)
            throws Exception {
        var result = withDestination("HTTP, headers: {'" + header + "': '" + value + "'}");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors())
                .contains(
                        "destinations.x.headers." + header + " is a literal that looks like a token",
                        "for namespace in node-agents observability; do kubectl --namespace $namespace create secret "
                                + "generic x --from-file=token=<file>; done",
                        "{secret: x, key: token}")
                .doesNotContain(value.equals("anything") ? "is anything" : value);
    }

    @ParameterizedTest
    @CsvSource({"X-Scope-OrgID, orderflow", "x-honeycomb-dataset, orderflow-metrics", "stream-name, default"})
    void aHeaderThatIsNoTokenMayBeWrittenOut(String header, String value) throws Exception {
        var result = withDestination("HTTP, headers: {'" + header + "': '" + value + "'}");
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        assertThat(result.output()).contains(header + ": \"" + value + "\"");
    }

    @ParameterizedTest
    @CsvSource({"jaeger, traces", "victorialogs, logs", "prometheus, metrics"})
    void aSignalThatWouldGoNowhereIsNamed(String destination, String signal) throws Exception {
        var result = new Chart("observability")
                .helm(
                        "template",
                        "--values",
                        "ci/images/registry.yaml",
                        "--set",
                        "destinations." + destination + "=null");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors())
                .contains("no entry of destinations gets " + signal, "add " + signal + " to the signals of one");
    }

    @Test
    void theImageThatLacksDatadogsExporterIsRefusedWithWhatToTakeInstead() throws Exception {
        var result = new Chart("observability")
                .helm(
                        "template",
                        "--values",
                        "ci/images/registry.yaml",
                        "--values",
                        PRESETS.resolve("datadog.yaml").toString(),
                        "--set",
                        "images.collector=localhost/modules/collector:1");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors())
                .contains(
                        "destinations.datadog is of the kind datadog",
                        "helm/observability/destinations/datadog-otlp.yaml");
    }

    private static final Map<String, String> ENTRIES = Map.of(
            "HTTP", "kind: otlp_http, signals: [traces], endpoint: 'https://a.example.com'",
            "GRPC", "kind: otlp_grpc, signals: [traces], endpoint: 'a.example.com:4317'",
            "WRITE", "kind: prometheusremotewrite, signals: [metrics], endpoint: 'https://a.example.com/write'",
            "DATADOG", "kind: datadog, signals: [metrics], site: datadoghq.eu, apiKey: {secret: a, key: b}");

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "GRPC", "WRITE", "DATADOG"})
    void whatTheWrongOnesAreMadeFromIsRight(String entry) throws Exception {
        var result = withDestination(entry);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
    }

    /** Renders the chart with one destination more. */
    private Tool.Result withDestination(String changes) throws Exception {
        var keys = new LinkedHashMap<String, Object>();
        for (var part : List.of(changes.split(", ", 2))) {
            keys.putAll(Chart.yaml("{" + ENTRIES.getOrDefault(part.strip(), part) + "}")
                    .getFirst());
        }
        var destination = new Yaml().dump(Map.of("destinations", Map.of("x", keys)));
        var values = Files.writeString(folder.resolve("values.yaml"), destination);
        return new Chart("observability")
                .helm("template", "--values", "ci/images/registry.yaml", "--values", values.toString());
    }

    private static List<Map<String, Object>> render(String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--values", "ci/images/registry.yaml"));
        all.addAll(List.of(flags));
        var result = new Chart("observability").helm("template", all.toArray(String[]::new));
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output());
    }

    private static Map<String, Map<String, Object>> objects(List<Map<String, Object>> manifests) {
        return manifests.stream()
                .collect(Collectors.toMap(
                        manifest -> manifest.get("kind") + "/" + Chart.nameOf(manifest),
                        manifest -> manifest,
                        // One name in each of the two namespaces.
                        (one, other) -> Map.of("both", List.of(one, other)),
                        TreeMap::new));
    }

    private static Map<String, Object> parsed(List<Map<String, Object>> manifests, String collector) {
        return Chart.yaml(configuration(manifests, collector)).getFirst();
    }

    private static String configuration(List<Map<String, Object>> manifests, String collector) {
        return (String) map(objects(manifests).get("ConfigMap/" + collector).get("data"))
                .get("config.yaml");
    }

    private static Map<String, List<String>> pipelines(List<Map<String, Object>> manifests, String collector) {
        return map(map(parsed(manifests, collector).get("service")).get("pipelines")).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        pipeline -> ((List<?>) map(pipeline.getValue()).get("exporters"))
                                .stream().map(String.class::cast).toList()));
    }

    private static List<String> exporters(List<Map<String, Object>> manifests, String collector) {
        return pipelines(manifests, collector).values().stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Returns the variables of a Collector's containers that are a destination's. */
    private static List<Map<String, Object>> variables(List<Map<String, Object>> manifests, String collector) {
        return Chart.pods(manifests)
                .filter(pod -> pod.getKey().endsWith("/" + collector))
                .flatMap(pod -> Chart.containers(pod.getValue()))
                .flatMap(container -> each(container, "env"))
                .filter(variable -> ((String) variable.get("name")).startsWith("DESTINATION_"))
                .toList();
    }
}
