package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Policies.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The NetworkPolicies of all charts: nothing but the flows of the design, and each of those at both of its ends. */
class NetworkTest {

    private static final Map<String, Integer> STORES = Map.of("postgresql", 5432, "valkey", 6379, "kafka", 9092);
    private static final Pod PROMETHEUS = Pod.named("observability", "prometheus");

    private static List<Manifest> manifests;
    private static Policies policies;

    @BeforeAll
    static void render() throws Exception {
        manifests = Manifest.ofAllCharts();
        policies = Policies.of(manifests.stream());
    }

    @Test
    void everyNamespaceDeniesByDefault() throws Exception {
        var namespaces = Chart.yaml(Files.readString(Chart.ROOT.resolve("k8s/namespaces.yaml"))).stream()
                .map(Chart::nameOf);
        var denying = policies.all().stream()
                .filter(policy -> policy.spec()
                        .equals(Map.of("podSelector", Map.of(), "policyTypes", List.of("Ingress", "Egress"))))
                .map(Manifest::namespace);
        assertThat(denying).containsExactlyInAnyOrderElementsOf(namespaces.toList());
    }

    @Test
    void everyPolicyBindsBothDirections() {
        assertThat(policies.all())
                .allSatisfy(
                        policy -> assertThat(policy.spec().get("policyTypes")).isEqualTo(List.of("Ingress", "Egress")));
    }

    @Test
    void everyPodHasAPolicyOfItsOwn() throws Exception {
        assertThat(pods())
                .hasSizeGreaterThan(15)
                .allSatisfy(pod -> assertThat(policies.selecting(pod)).hasSize(1));
        assertThat(clients().keySet())
                .allSatisfy(name -> assertThat(policies.selecting(Pod.named("orderflow", name)))
                        .hasSize(1));
    }

    @Test
    void inTheNamespaceOfTheServicesJustTheValuesCallsAndNeedsConnect() throws Exception {
        var ports = new HashMap<>(STORES);
        values("orderflow", "services").keySet().forEach(service -> ports.put(service, 8080));
        var clients = clients();
        // A broker is a client of itself.
        clients.put("kafka", Map.of("needs", List.of("kafka")));
        STORES.keySet().forEach(store -> clients.putIfAbsent(store, Map.of()));
        clients.forEach((name, client) -> ports.forEach((other, port) -> assertThat(
                        policies.allow(Pod.named("orderflow", name), Pod.named("orderflow", other), port))
                .as("%s connects to %s", name, other)
                .isEqualTo(names(client, "calls").contains(other)
                        || names(client, "needs").contains(other))));
        // Nor does one end open what the other shuts.
        clients.forEach((name, client) -> ports.forEach((other, port) -> assertThat(
                        policies.sends(Pod.named("orderflow", name), Pod.named("orderflow", other), port))
                .as("%s sends to %s as it receives", name, other)
                .isEqualTo(policies.receives(Pod.named("orderflow", name), Pod.named("orderflow", other), port))));
    }

    @Test
    void thePortsAreThoseOfTheServices() {
        var services = kind("Service")
                .filter(service -> STORES.containsKey(service.name()))
                .toList();
        assertThat(services)
                .hasSize(3)
                .allSatisfy(service -> assertThat(each(service.spec(), "ports").map(port -> port.get("port")))
                        .containsExactly(STORES.get(service.name())));
    }

    @Test
    void aStrangerConnectsToNothing() {
        for (var stranger : List.of(
                new Pod("orderflow", Map.of()),
                new Pod("default", Map.of()),
                Pod.named("default", "gateway"),
                Pod.named("default", "prometheus"))) {
            assertThat(pods())
                    .allSatisfy(pod -> assertThat(policies.rules(pod, "ingress"))
                            .noneMatch(rule -> rule.matches("from", stranger)));
        }
    }

    @Test
    void everyNodePortIsOpenToTheOutsideAndNothingElseIs() {
        var nodePorts = kind("Service")
                .flatMap(service -> each(service.spec(), "ports")
                        .filter(port -> port.containsKey("nodePort"))
                        .map(port -> map(service.spec().get("selector")).get(Policies.NAME) + ":" + port.get("port")));
        var open = policies.all().stream()
                .flatMap(policy -> each(policy.spec(), "ingress")
                        .filter(rule -> new Policies.Rule(policy.namespace(), rule)
                                .blocks("from")
                                .findAny()
                                .isPresent())
                        .flatMap(rule -> each(rule, "ports").map(port -> policy.name() + ":" + port.get("port"))));
        assertThat(open)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(nodePorts, Stream.of("otel-operator:9443"))
                        .toList());
    }

    @Test
    void theOutsideHoldsNoPod() throws Exception {
        var pods = (String) values("orderflow", "network").get("pods");
        assertThat(values("stack-jaeger", "network").get("pods")).isEqualTo(pods);
        assertThat(values("observability", "network").get("pods")).isEqualTo(pods);
        var conflist = Files.readString(Chart.ROOT.resolve("ci/images/node/10-bridge.conflist"));
        assertThat(conflist).contains("\"subnet\": \"" + pods.replaceFirst("\\.0\\.0/16$", "."));
        assertThat(policies.all().stream()
                        .flatMap(policy -> each(policy.spec(), "ingress"))
                        .flatMap(rule -> each(rule, "from"))
                        .filter(peer -> peer.containsKey("ipBlock")))
                .isNotEmpty()
                .allSatisfy(peer ->
                        assertThat(map(peer.get("ipBlock")).get("except")).isEqualTo(List.of(pods)));
    }

    @Test
    void nothingReachesTheInternet() throws Exception {
        var nodes = values("stack-jaeger", "network").get("nodes");
        assertThat(values("observability", "network").get("nodes")).isEqualTo(nodes);
        for (var policy : policies.all()) {
            assertThat(each(policy.spec(), "egress")).as(policy.toString()).allSatisfy(rule -> {
                assertThat(rule).containsKey("to");
                assertThat(new Policies.Rule(policy.namespace(), rule).blocks("to"))
                        .allMatch(block -> ((List<?>) nodes).contains(block)
                                // Of the link: a resolver on the pod's own node.
                                || block.equals("169.254.20.10/32")
                                        && each(rule, "ports")
                                                .allMatch(
                                                        port -> port.get("port").equals(53)));
            });
        }
    }

    @Test
    void prometheusReachesAndIsAdmittedWhereverAMonitorSendsIt() {
        var targets = new ArrayList<String>();
        kind("PodMonitor")
                .forEach(monitor -> templates(monitor.namespace())
                        .filter(template -> labels(template)
                                .entrySet()
                                .containsAll(
                                        map(map(monitor.spec().get("selector")).get("matchLabels"))
                                                .entrySet()))
                        .forEach(template -> each(monitor.spec(), "podMetricsEndpoints")
                                .flatMap(endpoint -> each(map(template.get("spec")), "containers")
                                        .flatMap(container -> each(container, "ports"))
                                        .filter(port -> port.get("name").equals(endpoint.get("port"))))
                                .forEach(port -> {
                                    targets.add(monitor.name());
                                    assertThat(policies.allow(
                                                    PROMETHEUS, new Pod(monitor.namespace(), labels(template)), (int)
                                                            port.get("containerPort")))
                                            .as("Prometheus scrapes %s", monitor)
                                            .isTrue();
                                })));
        assertThat(targets).containsAll(kind("PodMonitor").map(Manifest::name).toList());
        assertThat(policies.allow(PROMETHEUS, Pod.named("observability", "alertmanager"), 9093))
                .isTrue();
        assertThat(policies.sendsToAddresses(PROMETHEUS, "172.16.0.0/12", 10250))
                .as("kubelets")
                .isTrue();
    }

    @Test
    void theCollectorsReachWhatTheirConfigurationsName() {
        var named = new TreeSet<String>(); // several pipelines of one Collector send to the same store
        for (var collector :
                List.of(Pod.named("node-agents", "otel-collector"), Pod.named("observability", "cluster-collector"))) {
            var name = collector.labels().get(Policies.NAME);
            var configuration = kind("ConfigMap")
                    .filter(manifest -> manifest.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .content();
            var service = Chart.yaml((String) map(configuration.get("data")).get("config.yaml"))
                    .getFirst();
            var text = service.get("receivers").toString() + used(service);
            Pattern.compile("([a-z-]+)\\.([a-z-]+)\\.svc:([0-9]+)")
                    .matcher(text)
                    .results()
                    .forEach(address -> {
                        named.add(name + " to " + address.group());
                        assertThat(policies.allow(
                                        collector,
                                        Pod.named(address.group(2), address.group(1)),
                                        Integer.parseInt(address.group(3))))
                                .as("%s connects to %s", name, address.group())
                                .isTrue();
                    });
        }
        assertThat(named).hasSize(3 + 3 + 2);
    }

    @Test
    void alertmanagerReachesThePagerWhichReadsItsStoresAndNothingElse() throws Exception {
        var pager = Pod.named("observability", "pager");
        assertThat(policies.allow(Pod.named("observability", "alertmanager"), pager, 8080))
                .isTrue();
        assertThat(policies.allow(Pod.named("observability", "prometheus"), pager, 8080))
                .isTrue();
        assertThat(policies.allow(Pod.named("orderflow", "gateway"), pager, 8080))
                .isFalse();
        // It believes there what is said of clients.
        assertThat(policies.allow(Pod.named("observability", "auth-proxy"), pager, 8081))
                .isTrue();
        assertThat(policies.opensToOutside(pager, 8081)).isFalse();
        assertThat(pods().filter(pod -> !"auth-proxy".equals(pod.labels().get(Policies.NAME))))
                .allSatisfy(pod -> assertThat(policies.allow(pod, pager, 8081))
                        .as(pod.toString())
                        .isFalse());
        var reached = new ArrayList<String>();
        var stores = map(values("observability", "pager").get("stores"));
        stores.values().forEach(store -> {
            var address = Pattern.compile("http://([a-z-]+)\\.([a-z-]+)\\.svc:([0-9]+)")
                    .matcher((String) map(store).get("url"));
            assertThat(address.matches()).isTrue();
            assertThat(policies.allow(
                            pager, Pod.named(address.group(2), address.group(1)), Integer.parseInt(address.group(3))))
                    .as(address.group())
                    .isTrue();
            reached.add(address.group(1));
        });
        assertThat(reached).containsExactlyInAnyOrder("prometheus", "jaeger", "victorialogs", "alertmanager");
        // It depends on nothing that it watches.
        STORES.forEach((store, port) -> assertThat(policies.sends(pager, Pod.named("orderflow", store), port))
                .as(store)
                .isFalse());
    }

    @Test
    void theProxyReachesThePagerAndWhatIsBehindItAndNobodyButTheOutsideReachesIt() {
        var proxy = Pod.named("observability", "auth-proxy");
        var behind =
                Map.of("pager", 8080, "prometheus", 9090, "alertmanager", 9093, "jaeger", 16686, "victorialogs", 9428);
        behind.forEach((name, port) -> assertThat(policies.allow(proxy, Pod.named("observability", name), port))
                .as(name)
                .isTrue());
        assertThat(pods().filter(
                                pod -> !behind.containsKey((String) pod.labels().get(Policies.NAME))))
                .allSatisfy(pod -> List.of(8080, 9090, 9093, 4318, 5432, 9092)
                        .forEach(port -> assertThat(policies.allow(proxy, pod, port))
                                .as(pod.toString())
                                .isFalse()));
        assertThat(policies.allow(proxy, Pod.named("observability", "jaeger"), 4318))
                .as("what is written to it")
                .isFalse();
        assertThat(policies.rules(proxy, "ingress")).singleElement().satisfies(rule -> {
            assertThat(rule.blocks("from")).containsExactly("0.0.0.0/0");
            assertThat(each(rule.content(), "from")).hasSize(1);
        });
        behind.forEach((name, port) -> assertThat(
                        name.equals("pager") || !policies.opensToOutside(Pod.named("observability", name), port))
                .as(name)
                .isTrue());
    }

    /** Where pages go elsewhere, the watchdog's goes there, too: nobody would hear that none arrives. */
    @Test
    void alertmanagerReachesTheAddressThatPagesGoTo() throws Exception {
        var alertmanager = Pod.named("observability", "alertmanager");
        for (var address : Map.of(
                        "https://192.0.2.9/hook", 443, "http://192.0.2.9", 80, "http://192.0.2.9:8080/x", 8080)
                .entrySet()) {
            var result = new Chart("observability")
                    .helm("template", "--values", "ci/images/registry.yaml", "--set", "pager.url=" + address.getKey());
            var with = Policies.of(
                    Chart.yaml(result.output()).stream().map(content -> new Manifest("observability", content)));
            assertThat(with.sendsToAddresses(alertmanager, "192.0.2.9/32", address.getValue()))
                    .as(address.getKey())
                    .isTrue();
        }
        assertThat(policies.sendsToAddresses(alertmanager, "192.0.2.9/32", 443)).isFalse();
    }

    @Test
    void whatElseThePagerMayReachTheValuesSay() throws Exception {
        var result = new Chart("observability")
                .helm("template", "--values", "ci/images/registry.yaml", "--set", "pager.egress={192.0.2.9:25}");
        var with = Policies.of(
                Chart.yaml(result.output()).stream().map(content -> new Manifest("observability", content)));
        assertThat(with.sendsToAddresses(Pod.named("observability", "pager"), "192.0.2.9/32", 25))
                .isTrue();
        assertThat(policies.sendsToAddresses(Pod.named("observability", "pager"), "192.0.2.9/32", 25))
                .isFalse();
    }

    @Test
    void everyServicesAgentReachesTheCollectorThatTheInstrumentationNames() throws Exception {
        var instrumentation = Chart.yaml(Files.readString(Chart.ROOT.resolve("operator-instrumentation.yaml")))
                .getFirst();
        var endpoint =
                (String) map(map(instrumentation.get("spec")).get("exporter")).get("endpoint");
        assertThat(endpoint)
                .isEqualTo("http://" + values("orderflow", "instrumentation").get("collector"));
        var services = manifests.stream()
                .filter(manifest -> manifest.namespace().equals("orderflow")
                        && manifest.kind().equals("Deployment"))
                .flatMap(Manifest::podTemplate);
        assertThat(services)
                .hasSize(7)
                .allSatisfy(template -> assertThat(policies.allow(
                                new Pod("orderflow", labels(template)),
                                Pod.named("node-agents", "otel-collector"),
                                4318))
                        .isTrue());
    }

    @Test
    void whoWatchesTheApiServerReachesIt() {
        var watching = Set.of(
                "prometheus",
                "prometheus-operator",
                "otel-operator",
                "kube-state-metrics",
                "otel-collector",
                "cluster-collector");
        assertThat(pods())
                .allSatisfy(pod -> assertThat(policies.sendsToAddresses(pod, "172.16.0.0/12", 6443))
                        .as(pod.toString())
                        .isEqualTo(watching.contains(pod.labels().get(Policies.NAME))));
    }

    @Test
    void anExternalStoreIsReachedAtItsAddressAndPort() throws Exception {
        var with = policiesWith("postgresql.external=192.0.2.7:5433,valkey.external=cache.example.com:6380,"
                + "kafka.external=broker.queues.svc:9092");
        var auth = Pod.named("orderflow", "auth");
        assertThat(with.sendsToAddresses(auth, "192.0.2.7/32", 5433)).isTrue();
        assertThat(with.rules(auth, "egress"))
                .anyMatch(rule -> !rule.content().containsKey("to") && rule.hasPort(6380));
        assertThat(with.sends(Pod.named("orderflow", "order"), Pod.named("queues", "broker"), 9092))
                .isTrue();
        assertThat(with.all()).extracting(Manifest::name).doesNotContain("postgresql", "valkey", "kafka");
    }

    /** Its pods carry the labels of whoever runs it; and a Kafka sends its clients on to all its brokers. */
    @Test
    void anExternalStoreIsReachedWhateverItsPodsAreCalled() throws Exception {
        var with = policiesWith("postgresql.external=pg-rw.databases.svc:5432,valkey.external=cache.orderflow.svc:6379,"
                + "kafka.external=10.0.0.5:9092");
        var auth = Pod.named("orderflow", "auth");
        assertThat(with.sends(auth, new Pod("databases", Map.of("cnpg.io/cluster", "pg")), 5432))
                .isTrue();
        assertThat(with.sends(auth, new Pod("elsewhere", Map.of("cnpg.io/cluster", "pg")), 5432))
                .isFalse();
        assertThat(with.sends(auth, new Pod("orderflow", Map.of("app", "cache")), 6379))
                .isTrue();
        assertThat(with.rules(Pod.named("orderflow", "order"), "egress"))
                .anyMatch(rule -> !rule.content().containsKey("to") && rule.hasPort(9092));
    }

    @Test
    void whatTheTelemetrySendsToAnothersNamespaceReachesPodsOfAnyName() throws Exception {
        var with = telemetryWith("cluster.postgresql=pg-rw.databases.svc:5432,cluster.kafka=10.0.0.5:9092,"
                + "destinations.victorialogs.endpoint=http://gateway.loki.svc.cluster.local:3100/otlp");
        var collector = Pod.named("observability", "cluster-collector");
        assertThat(with.sends(collector, new Pod("databases", Map.of("cnpg.io/cluster", "pg")), 5432))
                .isTrue();
        assertThat(with.sends(collector, Pod.named("orderflow", "valkey"), 6379))
                .isTrue();
        assertThat(with.sends(collector, Pod.named("orderflow", "gateway"), 6379))
                .isFalse();
        assertThat(with.rules(collector, "egress"))
                .anyMatch(rule -> !rule.content().containsKey("to") && rule.hasPort(9092));
        for (var one : List.of(collector, Pod.named("node-agents", "otel-collector"))) {
            assertThat(with.sends(one, new Pod("loki", Map.of("app", "loki")), 3100))
                    .isTrue();
        }
    }

    /** Its name's addresses no policy can know, unless the values have them. */
    @Test
    void aDestinationOutsideTheClusterIsReachedAtItsPortAndAtItsAddressesWhereTheyAreKnown() throws Exception {
        for (var collector :
                List.of(Pod.named("node-agents", "otel-collector"), Pod.named("observability", "cluster-collector"))) {
            var anywhere = telemetryWith("destinations.prometheus.endpoint=https://otlp.example.com:8443/otlp");
            assertThat(anywhere.rules(collector, "egress")
                            .filter(rule -> !rule.content().containsKey("to")))
                    .singleElement()
                    .satisfies(rule -> assertThat(each(rule.content(), "ports")).containsExactly(Map.of("port", 8443)));
            var known = telemetryWith("destinations.prometheus.endpoint=https://otlp.example.com,"
                    + "destinations.prometheus.cidrs={192.0.2.0/24,198.51.100.7/32}");
            assertThat(known.rules(collector, "egress"))
                    .allMatch(rule -> rule.content().containsKey("to"));
            for (var block : List.of("192.0.2.0/24", "198.51.100.7/32")) {
                assertThat(known.sendsToAddresses(collector, block, 443)).isTrue();
                assertThat(known.sendsToAddresses(collector, block, 80)).isFalse();
            }
            // What takes no signal of it is none of its destinations.
            assertThat(telemetryWith("destinations.jaeger.endpoint=https://192.0.2.7:4318")
                            .sendsToAddresses(collector, "192.0.2.7/32", 4318))
                    .isEqualTo(collector.namespace().equals("node-agents"));
        }
        var datadog = telemetryWith(
                "destinations.dd.kind=datadog,destinations.dd.signals={traces},destinations.dd.site=datadoghq.eu,"
                        + "destinations.dd.apiKey.secret=dd,destinations.dd.apiKey.key=token");
        assertThat(datadog.rules(Pod.named("node-agents", "otel-collector"), "egress")
                        .filter(rule -> !rule.content().containsKey("to")))
                .singleElement()
                .satisfies(rule -> assertThat(each(rule.content(), "ports")).containsExactly(Map.of("port", 443)));
    }

    /** NodeLocal DNSCache answers at an address of the node, Cloud DNS at one outside the cluster. */
    @Test
    void whoResolvesNamesMayAskWhatStandsBeforeTheClustersDns(@TempDir Path folder) throws Exception {
        assertThat(Stream.concat(manifests.stream(), GrafanaStack.own(folder).stream())
                        .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                        .flatMap(manifest -> each(manifest.spec(), "egress"))
                        .filter(rule -> rule.toString().contains("kube-dns")))
                .hasSizeGreaterThan(15)
                .allSatisfy(rule ->
                        assertThat(new Policies.Rule("", rule).blocks("to")).containsExactly("169.254.20.10/32"));
        var with = policiesWith("network.dns={10.96.0.10/32,169.254.169.254/32}");
        for (var address : List.of("10.96.0.10/32", "169.254.169.254/32")) {
            assertThat(with.sendsToAddresses(Pod.named("orderflow", "order"), address, 53))
                    .isTrue();
        }
    }

    /** By SMTP, notification asks user for the address. */
    @Test
    void aCallThatTheValuesAddIsAllowed() throws Exception {
        var with = policiesWith("services.notification.calls={auth,user}");
        assertThat(with.allow(Pod.named("orderflow", "notification"), Pod.named("orderflow", "user"), 8080))
                .isTrue();
        assertThat(policies.allow(Pod.named("orderflow", "notification"), Pod.named("orderflow", "user"), 8080))
                .isFalse();
    }

    /** The exporters that its pipelines use, of those that it has. */
    private static String used(Map<String, Object> configuration) {
        var text = new StringBuilder();
        map(map(configuration.get("service")).get("pipelines"))
                .values()
                .forEach(pipeline -> ((List<?>) map(pipeline).get("exporters"))
                        .forEach(exporter ->
                                text.append(map(configuration.get("exporters")).get(exporter))));
        return text.toString();
    }

    /** Services and jobs by name: whom they call, what they need. */
    private static Map<String, Map<String, Object>> clients() throws Exception {
        var clients = new HashMap<String, Map<String, Object>>();
        values("orderflow", "services").forEach((name, entry) -> clients.put(name, map(entry)));
        values("orderflow", "jobs").forEach((name, entry) -> clients.put(name, map(entry)));
        return clients;
    }

    private static List<?> names(Map<String, Object> client, String key) {
        return (List<?>) client.getOrDefault(key, List.of());
    }

    private static Map<String, Object> values(String chart, String key) throws Exception {
        return map(Chart.yaml(Files.readString(Chart.ROOT.resolve("helm/" + chart + "/values.yaml")))
                .getFirst()
                .get(key));
    }

    /** Of every kind that makes pods, those of the operators too. */
    private static Stream<Pod> pods() {
        return Stream.concat(
                manifests.stream()
                        .flatMap(manifest -> manifest.podTemplate()
                                .map(template -> new Pod(manifest.namespace(), labels(template)))),
                manifests.stream()
                        .filter(manifest -> Set.of("Prometheus", "Alertmanager").contains(manifest.kind()))
                        .map(manifest -> new Pod(
                                manifest.namespace(),
                                map(map(manifest.spec().get("podMetadata")).get("labels")))));
    }

    private static Stream<Map<String, Object>> templates(String namespace) {
        return manifests.stream()
                .filter(manifest -> manifest.namespace().equals(namespace))
                .flatMap(Manifest::podTemplate);
    }

    private static Map<String, Object> labels(Map<String, Object> template) {
        return map(map(template.get("metadata")).get("labels"));
    }

    private static Stream<Manifest> kind(String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    /** Returns the policies of the chart observability with values as {@code --set} takes them. */
    private static Policies telemetryWith(String values) throws Exception {
        var result =
                new Chart("observability").helm("template", "--values", "ci/images/registry.yaml", "--set", values);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Policies.of(Chart.yaml(result.output()).stream()
                .map(content -> new Manifest(
                        (String) map(content.get("metadata")).getOrDefault("namespace", "observability"), content)));
    }

    /** Returns the policies of the chart orderflow with values as {@code --set} takes them. */
    private static Policies policiesWith(String values) throws Exception {
        var rendered = new Chart("orderflow")
                .helm("template", "--values", "ci/images/registry.yaml", "--set", values)
                .output();
        return Policies.of(Chart.yaml(rendered).stream().map(content -> new Manifest("orderflow", content)));
    }
}
