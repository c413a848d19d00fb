package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ChartTest {

    private static final List<Chart> CHARTS = Chart.ALL;

    /** Without the charts that it depends on, stack-grafana doesn't render: see GrafanaStackTest. */
    private static final List<Chart> WITH_A_SCHEMA = Stream.concat(
                    CHARTS.stream(), Stream.of(new Chart("stack-grafana")))
            .toList();

    private static final String IMAGES = "ci/images/registry.yaml";

    /** They read or write the node itself: namespace node-agents. */
    private static final Set<String> ON_THE_NODE = Set.of("DaemonSet/otel-collector", "DaemonSet/node-exporter");

    @ParameterizedTest
    @FieldSource("CHARTS")
    void lints(Chart chart) throws Exception {
        var result = chart.helm("lint", "--strict", "--values", IMAGES);
        assertThat(result.succeeded()).as(result.output() + result.errors()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("CHARTS")
    void everyContainerHasRequestsALimitAndAPinnedImage(Chart chart) throws Exception {
        var table = table();
        Chart.pods(chart.render())
                .forEach(pod -> Chart.containers(pod.getValue()).forEach(container -> {
                    var where = pod.getKey() + " " + container.get("name");
                    var resources = map(container.get("resources"));
                    assertThat(map(resources.get("requests"))).as(where).containsKeys("cpu", "memory");
                    assertThat(map(resources.get("limits"))).as(where).containsKey("memory");
                    assertThat((String) container.get("image"))
                            .as(where)
                            .matches(".+:.+")
                            .doesNotContain(":latest");
                    assertThat((String) container.get("image"))
                            .as(where)
                            .matches(
                                    image -> image.startsWith("localhost/orderflow/") || table.containsValue(image),
                                    "is ours, or in the table");
                }));
    }

    @ParameterizedTest
    @FieldSource("CHARTS")
    void everyContainerIsRestricted(Chart chart) throws Exception {
        Chart.pods(chart.render())
                .filter(pod -> !ON_THE_NODE.contains(pod.getKey()))
                .forEach(pod -> {
                    assertThat(map(pod.getValue().get("securityContext")))
                            .as(pod.getKey())
                            .containsEntry("runAsNonRoot", true)
                            .containsKey("seccompProfile");
                    Chart.containers(pod.getValue())
                            .forEach(container -> assertThat(map(container.get("securityContext")))
                                    .as(pod.getKey())
                                    .containsEntry("readOnlyRootFilesystem", true)
                                    .containsEntry("allowPrivilegeEscalation", false)
                                    .containsEntry("capabilities", Map.of("drop", List.of("ALL"))));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "orderflow,     services.ordr.replicas=2,          ordr",
        "orderflow,     services.ordr.replicas=2,          calls",
        "orderflow,     'services.ordr.calls={order,oder}', 'ordr calls oder, which is no service; the services are "
                + "auth, gateway, inventory, notification, order'",
        "orderflow,     services.order.pool=-1,            pool",
        "orderflow,     services.order.replica=2,          replica",
        "orderflow,     services.order.needs={mysql},      needs",
        "orderflow,     services.order.env.A=5,            services/order/env/A",
        "orderflow,     services.order.env.a\\.b=c,        a.b",
        "orderflow,     services.order.env.A.fieldRef.name=x, fieldRef",
        "orderflow,     services.order.env.A.secretKeyRef.name=x, key",
        "orderflow,     defaults.env.A=5,                  defaults/env/A",
        "orderflow,     services.order.envs.A=x,           envs",
        "orderflow,     load.rate=5,                       rate",
        "orderflow,     smtp.adress=mail.example.com:587,  adress",
        "orderflow,     smtp.address=mail.example.com,     address",
        "orderflow,     migrate.seed.enabled=yes,          enabled",
        "orderflow,     services.gateway.externalTrafficPolicy=Node, externalTrafficPolicy",
        "orderflow,     postgresql.maxConnections=many,    maxConnections",
        "orderflow,     jobs.load.calls={prometheus},      calls",
        "orderflow,     network.pods=everywhere,           pods",
        "orderflow,     services.order.drainSeconds=60,    drainSeconds",
        "orderflow,     exposure.ingress.hosts=x,          hosts",
        "orderflow,     exposure.ingress.host=Shop,        host",
        "orderflow,     exposure.ingress.tlsSecret=x,      exposure.ingress.host",
        "orderflow,     exposure.route.gateway=x,          exposure.route.host",
        "orderflow,     exposure.route.host=x.example.com, exposure.route.gateway",
        "orderflow,     postgresql.tls.enabled=true,       postgresql.external",
        "orderflow,     valkey.tls.enabled=true,           valkey.external",
        "orderflow,     kafka.tls.caSecret=ca,             kafka.external",
        "orderflow,     'kafka.external=broker.example.com:9092,kafka.tls.caSecret=ca', kafka.tls.enabled",
        "orderflow,     image.registry=orderflow,          registry",
        "orderflow,     image.pullPolicy=Sometimes,        pullPolicy",
        "orderflow,     migrate.image=orderflow/migrate:1, image",
        "observability, destinations.Jaeger.kind=otlp_http,    Jaeger",
        "observability, datasources.tracs.type=jaeger,         tracs",
        "observability, pager.url=pager,                   url",
        "observability, pager.image=orderflow/pager:1,     image",
        "observability, pager.externalTrafficPolicy=Node,  externalTrafficPolicy",
        "observability, pager.urls=http://x,               urls",
        "observability, pager.stores.jaeger.url=jaeger,    url",
        "observability, pager.stores.jaeger.link=http://x;return, link",
        "observability, pager.link=http://x$host,          link",
        "observability, authProxy.nodePorts.tracs=30686,       tracs",
        "observability, authProxy.nodePorts.logs=9428,         logs",
        "observability, authProxy.nodePort=30090,              nodePort",
        "observability, authProxy.nodePorts.pager=8443,        pager",
        "observability, authProxy.tls.certificate=x,           certificate",
        "observability, authProxy.tls.secret=My_Secret,        secret",
        "observability, authProxy.tls.names=pager.example.com, names",
        "observability, 'authProxy.tls.names={pager.example.com;}', names",
        "observability, 'authProxy.tls.secret=mine,authProxy.tls.names={pager.example.com}', authProxy.tls.names={}",
        "observability, 'authProxy.nodePorts.logs=30428,pager.enabled=false', pager.enabled",
        "observability, 'authProxy.nodePorts.traces=30686,pager.stores.jaeger=null', authProxy.nodePorts.traces",
        "observability, pager.onCall.people.dave.mail=x,   mail",
        "observability, pager.onCall.escalation.steps=5,   steps",
        "observability, datasources.logs.type=tempo,       type",
        "stack-jaeger,  prometheus.retention=forever,      retention",
        "stack-jaeger,  prometheus.retentionSize=much,     retentionSize",
        "stack-jaeger,  prometheus.retentionSize=5GB,      prometheus.retentionSize 5GB is not less than "
                + "prometheus.storage 5Gi",
        "stack-jaeger,  prometheus.storage=900Mi,          prometheus.retentionSize 4GB",
        "stack-jaeger,  victorialogs.retentionSize=4,      retentionSize",
        "stack-jaeger,  victorialogs.retentionSize=5120MB, victorialogs.retentionSize 5120MB is not less than "
                + "victorialogs.storage 5Gi",
        "stack-jaeger,  victorialogs.storage=4Gi,          victorialogs.retentionSize 4GB",
        "stack-jaeger,  jaeger.retentionSize=4GB,          retentionSize",
        "stack-jaeger,  agent.image=orderflow/agent:1,     image",
        // What a program refuses at its start, or the API server.
        "stack-jaeger,  jaeger.retention=3d,               jaeger/retention",
        "stack-jaeger,  jaeger.retention=0h,               jaeger/retention",
        "stack-jaeger,  jaeger.retention=9999999h,         jaeger/retention",
        "stack-jaeger,  victorialogs.retention=12h,        victorialogs/retention",
        "stack-jaeger,  victorialogs.retention=23h,        victorialogs/retention",
        "stack-jaeger,  victorialogs.retention=0d,         victorialogs/retention",
        "stack-jaeger,  victorialogs.retention=1500m,      victorialogs/retention",
        "stack-jaeger,  victorialogs.retention=40000d,     victorialogs/retention",
        "stack-jaeger,  prometheus.retention=0d,           prometheus/retention",
        "stack-jaeger,  prometheus.retention=300y,         prometheus/retention",
        "stack-jaeger,  prometheus.scrapeInterval=0s,      scrapeInterval",
        "stack-jaeger,  jaeger.storage=0Gi,                jaeger/storage",
        "observability, pager.storage=0Mi,                 pager/storage",
        "observability, cluster.interval=0s,               cluster/interval",
        "observability, 'pager.onCall.escalation.steps[0].schedules={primary},"
                + "pager.onCall.escalation.steps[0].escalateAfter=0s', escalateAfter",
        "orderflow,     kafka.storage=0Gi,                 kafka/storage",
        "orderflow,     kafka.heap=0m,                     kafka/heap",
        "orderflow,     kafka.heap=63m,                    kafka/heap",
        "orderflow,     storageClass=My_Class,             storageClass",
        "orderflow,     network.dns={kube-dns},            network/dns",
        "orderflow,     valkey.resources.limits.memory=much, much is no quantity of memory",
        "stack-jaeger,  jaeger.nodeport=30686,             nodeport",
        "stack-jaeger,  network.nodes={},                  nodes"
    })
    void aWrongValueFailsAndIsNamed(String chart, String value, String named) throws Exception {
        var result = new Chart(chart).helm("template", "--values", IMAGES, "--set", value);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors()).contains(named);
    }

    @ParameterizedTest
    @CsvSource({
        "stack-jaeger,  jaeger.retention=90m",
        "stack-jaeger,  jaeger.retention=720h",
        "stack-jaeger,  victorialogs.retention=24h",
        "stack-jaeger,  victorialogs.retention=100h",
        "stack-jaeger,  victorialogs.retention=2w",
        "stack-jaeger,  victorialogs.retention=1y",
        "stack-jaeger,  prometheus.retention=2w",
        "stack-jaeger,  prometheus.scrapeInterval=500ms",
        "observability, cluster.interval=1m",
        "orderflow,     kafka.heap=64m",
        "orderflow,     kafka.heap=1g"
    })
    void aDurationOrSizeThatTheProgramTakesIsTaken(String chart, String value) throws Exception {
        var result = new Chart(chart).helm("template", "--values", IMAGES, "--set", value);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
    }

    /** A registry that mirrors the third-party images asks for a login, too. */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void everyPodsImagesArePulledWithTheSecretsOfTheValues(Chart chart) throws Exception {
        var result = chart.helm("template", "--values", IMAGES, "--set", "image.pullSecrets={one,two}");
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        var manifests = Chart.yaml(result.output());
        var madeByAnOperator = manifests.stream()
                .filter(manifest -> Set.of("Prometheus", "Alertmanager").contains(manifest.get("kind")))
                .map(manifest -> Map.entry(manifest.get("kind") + "", map(manifest.get("spec"))));
        assertThat(Stream.concat(Chart.pods(manifests), madeByAnOperator))
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(pod.getValue().get("imagePullSecrets"))
                        .as(pod.getKey())
                        .isEqualTo(List.of(Map.of("name", "one"), Map.of("name", "two"))));
        assertThat(chart.helm("template", "--values", IMAGES).output()).doesNotContain("imagePullSecrets");
    }

    /** Not every cluster has a default class. */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void everyVolumeHasTheStorageClassOfTheValues(Chart chart) throws Exception {
        var claims = Map.of("orderflow", 2, "observability", 1, "stack-jaeger", 4);
        assertThat(claims(chart, "storageClass=fast"))
                .hasSize(claims.get(chart.name()))
                .allSatisfy(claim -> assertThat(claim).containsEntry("storageClassName", "fast"));
        assertThat(claims(chart, "storageClass="))
                .hasSize(claims.get(chart.name()))
                .allSatisfy(claim -> assertThat(claim).doesNotContainKey("storageClassName"));
    }

    private static List<Map<String, Object>> claims(Chart chart, String value) throws Exception {
        var result = chart.helm("template", "--values", IMAGES, "--set", value);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output()).stream()
                .filter(manifest -> manifest.containsKey("spec"))
                .map(manifest -> map(manifest.get("spec")))
                .flatMap(spec -> Stream.concat(
                        Manifest.each(spec, "volumeClaimTemplates"),
                        Stream.ofNullable(spec.get("storage"))
                                .map(storage -> map(map(storage).get("volumeClaimTemplate")))))
                .map(claim -> map(claim.get("spec")))
                .toList();
    }

    /** After a restart of the node all pods start at once: who is ended for being slow begins again, and is slower. */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void whatEndsAContainerGivesItAQuarterOfAnHourToStart(Chart chart) throws Exception {
        assertThat(Chart.pods(chart.render())
                        .flatMap(pod -> Chart.containers(pod.getValue()))
                        .filter(container ->
                                container.containsKey("livenessProbe") || container.containsKey("startupProbe")))
                .isNotEmpty()
                .allSatisfy(container -> {
                    assertThat(container).containsKey("startupProbe");
                    var startup = map(container.get("startupProbe"));
                    assertThat((int) startup.get("periodSeconds") * (int) startup.get("failureThreshold"))
                            .as(container.get("name") + "")
                            .isGreaterThanOrEqualTo(900);
                });
    }

    /** A program that knows another limit than its container's is killed at it, or never uses it. */
    @ParameterizedTest
    @CsvSource({
        "stack-jaeger,  jaeger,           jaeger.resources.limits.memory=2Gi,      GOMEMLIMIT, 1536MiB",
        "stack-jaeger,  jaeger,           jaeger.resources.limits.memory=1.5Gi,    GOMEMLIMIT, 1152MiB",
        "stack-jaeger,  jaeger,           jaeger.resources.limits.memory=null,     GOMEMLIMIT,",
        "observability, otel-collector,   node.resources.limits.memory=384Mi,      GOMEMLIMIT, 300MiB",
        "observability, otel-collector,   node.resources.limits.memory=1G,         GOMEMLIMIT, 744MiB",
        "observability, cluster-collector, cluster.resources.limits.memory=256Mi,  GOMEMLIMIT, 200MiB",
        "observability, cluster-collector, cluster.resources.limits.memory=512Mi,  GOMEMLIMIT, 400MiB",
        "orderflow,     valkey,           valkey.resources.limits.memory=128Mi,    MAXMEMORY,  64mb",
        "orderflow,     valkey,           valkey.resources.limits.memory=268435456, MAXMEMORY, 128mb",
        "orderflow,     valkey,           valkey.resources=null,                   MAXMEMORY,",
    })
    void aProgramsOwnLimitFollowsItsContainers(
            String chart, String pod, String value, String variable, @Nullable String expected) throws Exception {
        var result = new Chart(chart).helm("template", "--values", IMAGES, "--set", value);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        var found = Chart.pods(Chart.yaml(result.output()))
                .filter(one -> one.getKey().endsWith("/" + pod))
                .flatMap(one -> Chart.containers(one.getValue()))
                .flatMap(container -> Manifest.each(container, "env"))
                .filter(one -> one.get("name").equals(variable))
                .map(one -> one.get("value"));
        if (expected == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).containsExactly(expected);
        }
    }

    /**
     * Nothing would be refused there: policies and rules name the namespaces, and the telemetry would just be absent.
     */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void inAnotherNamespaceItSaysWhichIsItsOwn(Chart chart) throws Exception {
        assertThat(Chart.yaml(Files.readString(Chart.ROOT.resolve("k8s/namespaces.yaml"))))
                .extracting(Chart::nameOf)
                .contains(chart.namespace());
        var result = chart.helm("template", "--values", IMAGES, "--namespace", "shop");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors())
                .contains("shop was given", "kubectl apply -f k8s/namespaces.yaml", "--namespace " + chart.namespace());
    }

    @ParameterizedTest
    @FieldSource("CHARTS")
    void withoutTheTableOfImagesItSaysWhatToAdd(Chart chart) throws Exception {
        var result = chart.helm("template");
        assertThat(result.succeeded()).isFalse();
        assertThat(result.errors()).contains("-f ci/images/registry.yaml");
    }

    /** The passwords of the stores' owners are in the namespace of those that need them, and in no other. */
    @Test
    void telemetryGetsNoOwnersPassword() throws Exception {
        var stores = new Chart("orderflow")
                .render().stream()
                        .filter(manifest -> manifest.get("kind").equals("Secret")
                                && Chart.nameOf(manifest).equals("stores"))
                        .collect(Collectors.toMap(
                                manifest ->
                                        (String) map(manifest.get("metadata")).get("namespace"),
                                manifest -> map(manifest.get("data")).keySet()));
        assertThat(stores.get("orderflow"))
                .containsExactlyInAnyOrder(
                        "postgresql-password",
                        "postgresql-monitoring-password",
                        "valkey-password",
                        "valkey-monitoring-password",
                        "kafka-password",
                        "kafka-monitoring-password");
        assertThat(stores.get("observability"))
                .containsExactlyInAnyOrder(
                        "postgresql-monitoring-password", "valkey-monitoring-password", "kafka-monitoring-password");
    }

    /**
     * A ClusterRole on Secrets reads the stores' passwords in every namespace; programs that need Secrets have a Role
     * in their own.
     */
    @ParameterizedTest
    @FieldSource("CHARTS")
    void nobodyHasASecretOfEveryNamespace(Chart chart) throws Exception {
        for (var role : chart.render().stream()
                .filter(manifest -> "ClusterRole".equals(manifest.get("kind")))
                .toList()) {
            assertThat(Manifest.each(role, "rules")
                            .filter(rule -> ((List<?>) rule.getOrDefault("apiGroups", List.of()))
                                    .stream().anyMatch(List.of("", "*")::contains)))
                    .as(Chart.nameOf(role))
                    .allSatisfy(rule -> assertThat(rule.get("resources").toString())
                            .doesNotContain("*")
                            .doesNotContain("secrets"));
        }
    }

    /** The Operator may read no other namespace, and would not start if it tried to watch one. */
    @Test
    void thePrometheusOperatorKnowsInWhichNamespaceItsObjectsAre() throws Exception {
        var arguments = Chart.pods(new Chart("stack-jaeger").render())
                .filter(pod -> pod.getKey().equals("Deployment/prometheus-operator"))
                .flatMap(pod -> Chart.containers(pod.getValue()))
                .flatMap(container -> ((List<?>) container.get("args")).stream())
                .map(Object::toString);
        assertThat(arguments.filter(argument -> argument.contains("namespaces=")))
                .containsExactlyInAnyOrder(
                        "--prometheus-instance-namespaces=observability",
                        "--alertmanager-instance-namespaces=observability",
                        "--alertmanager-config-namespaces=observability",
                        "--thanos-ruler-instance-namespaces=observability");
    }

    @Test
    void everyServiceEntryHasAModuleAndEveryPartItsObjects() throws Exception {
        var manifests = new Chart("orderflow").render();
        var services = manifests.stream()
                .filter(manifest -> manifest.get("kind").equals("Deployment"))
                .map(Chart::nameOf)
                .collect(Collectors.toSet());
        assertThat(services)
                .hasSize(7)
                .allSatisfy(name -> assertThat(
                                Chart.ROOT.resolve("services").resolve(name).resolve("pom.xml"))
                        .exists());
        for (var kind : List.of("Service", "ServiceAccount")) {
            assertThat(manifests.stream()
                            .filter(manifest -> manifest.get("kind").equals(kind))
                            .map(Chart::nameOf))
                    .containsAll(services);
        }
    }

    @Test
    void everyServiceAsksForTheAgent() throws Exception {
        assertThat(new Chart("orderflow")
                        .render().stream()
                                .filter(manifest -> manifest.get("kind").equals("Deployment")))
                .allSatisfy(manifest -> assertThat(
                                map(map(map(map(manifest.get("spec")).get("template"))
                                                .get("metadata"))
                                        .get("annotations")))
                        .containsEntry("instrumentation.opentelemetry.io/inject-java", "true"));
    }

    /** They run when somebody makes a Job of them, and at no other time. */
    @Test
    void everyCronJobIsSuspended() throws Exception {
        assertThat(new Chart("orderflow")
                        .render().stream()
                                .filter(manifest -> manifest.get("kind").equals("CronJob")))
                .extracting(Chart::nameOf, manifest -> map(manifest.get("spec")).get("suspend"))
                .contains(tuple("load", true))
                .allSatisfy(job -> assertThat(job.toList()).contains(true));
    }

    @Test
    void theLogsStayWithinTheirVolume() throws Exception {
        var result = new Chart("stack-jaeger")
                .helm(
                        "template",
                        "--values",
                        IMAGES,
                        "--set",
                        "victorialogs.retentionSize=9GB,victorialogs.storage=10Gi");
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        assertThat(Chart.pods(Chart.yaml(result.output()))
                        .filter(pod -> pod.getKey().equals("StatefulSet/victorialogs"))
                        .flatMap(pod -> Chart.containers(pod.getValue())))
                .singleElement()
                .satisfies(container ->
                        assertThat(container.get("args").toString()).contains("-retention.maxDiskSpaceUsageBytes=9GB"));
    }

    @Test
    void theLoadWantsTheGoodsOfTheSeed() throws Exception {
        var result = new Chart("orderflow").helm("template", "--values", IMAGES, "--set", "migrate.seed.products=77");
        assertThat(result.output()).contains("{name: ORDERFLOW_LOAD_PRODUCTS, value: \"77\"}");
    }

    /** Accounts of one known password, an operator's among them, come into no database of somebody else's unasked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "migrate.seed.orders=0                                                     | true",
                "migrate.seed.enabled=true                                                 | true",
                "migrate.seed.enabled=false                                                | false",
                "postgresql.external=db.example.com:5432                                   | false",
                "postgresql.external=db.example.com:5432,migrate.seed.enabled=auto         | false",
                "postgresql.external=db.example.com:5432,migrate.seed.enabled=true         | true",
                "kafka.external=broker.example.com:9092,valkey.external=cache.example.com:6379 | true"
            })
    void demoAccountsAreSeededIntoTheChartsOwnDatabaseOrWhereAskedFor(String values, boolean seeded) throws Exception {
        var result = new Chart("orderflow").helm("template", "--values", IMAGES, "--set", values);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        var manifests = Chart.yaml(result.output());
        var names = manifests.stream()
                .map(manifest -> manifest.get("kind") + "/" + Chart.nameOf(manifest))
                .toList();
        assertThat(names.contains("Secret/seed")).as("Secret/seed").isEqualTo(seeded);
        assertThat(names.contains("CronJob/load")).as("CronJob/load").isEqualTo(seeded);
        var migrate = manifests.stream()
                .filter(manifest -> "Job".equals(manifest.get("kind")) && "migrate".equals(Chart.nameOf(manifest)))
                .findFirst()
                .orElseThrow();
        assertThat(migrate.toString().contains("ORDERFLOW_SEED_"))
                .as("migrate seeds")
                .isEqualTo(seeded);
        assertThat(result.output().contains("secretKeyRef: {name: seed,"))
                .as("the Secret is read")
                .isEqualTo(seeded);
    }

    @Test
    void aServiceCanBeScaledToNone() throws Exception {
        var result = new Chart("orderflow").helm("template", "--values", IMAGES, "--set", "services.order.replicas=0");
        // Of the others the chart says nothing: an upgrade would fail on what kubectl scale made of them, or take it
        // back.
        assertThat(Chart.yaml(result.output()).stream()
                        .filter(manifest -> manifest.get("kind").equals("Deployment"))
                        .filter(manifest -> map(manifest.get("spec")).containsKey("replicas"))
                        .collect(Collectors.toMap(
                                Chart::nameOf,
                                manifest -> map(manifest.get("spec")).get("replicas"))))
                .isEqualTo(Map.of("order", 0));
    }

    @Test
    void furtherVariablesAreAddedAndAServicesOwnEntryCounts() throws Exception {
        var result = new Chart("orderflow")
                .helm(
                        "template",
                        "--values",
                        IMAGES,
                        "--set",
                        String.join(
                                ",",
                                "defaults.env.LOGGING_LEVEL_ROOT=DEBUG",
                                "defaults.env.TOKEN.configMapKeyRef.name=all",
                                "defaults.env.TOKEN.configMapKeyRef.key=token",
                                "services.order.env.LOGGING_LEVEL_ROOT=WARN",
                                "services.order.env.TOKEN.secretKeyRef.name=order",
                                "services.order.env.TOKEN.secretKeyRef.key=token",
                                "services.order.env.TEXT=a: \"{b}\" # c"));
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        var variables = variables(Chart.yaml(result.output()));
        assertThat(variables)
                .hasSize(7)
                .allSatisfy((_, list) -> assertThat(list.stream().map(variable -> variable.get("name")))
                        .doesNotHaveDuplicates());
        assertThat(variables.remove("order"))
                .contains(
                        Map.of("name", "LOGGING_LEVEL_ROOT", "value", "WARN"),
                        Map.of("name", "TEXT", "value", "a: \"{b}\" # c"),
                        Map.of(
                                "name",
                                "TOKEN",
                                "valueFrom",
                                Map.of("secretKeyRef", Map.of("name", "order", "key", "token"))));
        assertThat(variables.values())
                .allSatisfy(list -> assertThat(list)
                        .contains(
                                Map.of("name", "LOGGING_LEVEL_ROOT", "value", "DEBUG"),
                                Map.of(
                                        "name",
                                        "TOKEN",
                                        "valueFrom",
                                        Map.of("configMapKeyRef", Map.of("name", "all", "key", "token"))))
                        .noneMatch(variable -> variable.get("name").equals("TEXT")));
    }

    /**
     * Tries the variables that the chart sets where every option is on, and other spellings of their names that Spring
     * reads.
     */
    @Test
    void aVariableThatTheChartSetsIsRefused() throws Exception {
        var all = "smtp.address=mail.example.com:587,smtp.secret=mail,kafka.external=broker.example.com:9092,"
                + "kafka.tls.enabled=true,kafka.tls.caSecret=ca,"
                + "valkey.external=cache.example.com:6379,valkey.tls.enabled=true,valkey.tls.caSecret=ca,";
        var variables = variables(Chart.yaml(new Chart("orderflow")
                .helm("template", "--values", IMAGES, "--set", all)
                .output()));
        assertThat(variables.values().stream().mapToInt(List::size).sum()).isGreaterThan(60);
        for (var service : variables.entrySet()) {
            var last = service.getValue().getLast().get("name");
            refused(all, "services." + service.getKey(), String.valueOf(last));
        }
        for (var variable : variables.get("notification")) {
            refused(all, "services.notification", String.valueOf(variable.get("name")));
        }
        for (var spelling : List.of(
                "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE",
                "spring_datasource_hikari_maximumPoolSize",
                "SPRING_KAFKA_BOOTSTRAP_SERVERS")) {
            refused(all, "services.payment", spelling);
        }
        refused(all, "defaults", "ORDERFLOW_AUTH_KEYS");
    }

    private static void refused(String values, String entry, String variable) throws Exception {
        var result = new Chart("orderflow")
                .helm("template", "--values", IMAGES, "--set", values + entry + ".env." + variable + "=x");
        assertThat(result.succeeded()).as(entry + " " + variable).isFalse();
        assertThat(result.errors()).contains(entry + ".env." + variable + ": the chart sets ", "leave it out");
    }

    /** Returns the environment of each service's container, by the service's name. */
    private static Map<String, List<Map<String, Object>>> variables(List<Map<String, Object>> manifests) {
        return Chart.pods(manifests)
                .filter(pod -> pod.getKey().startsWith("Deployment/"))
                .collect(Collectors.toMap(
                        pod -> pod.getKey().replaceFirst(".*/", ""),
                        pod -> Manifest.each(
                                        Chart.containers(pod.getValue())
                                                .findFirst()
                                                .orElseThrow(),
                                        "env")
                                .toList(),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /** STARTTLS would be sent in plain text to a port that speaks TLS alone. */
    @ParameterizedTest
    @CsvSource({
        "orderflow,     smtp.address=mail.example.com:465",
        "observability, 'pager.mail.host=mail.example.com,pager.mail.port=465'"
    })
    void onPort465MailIsEncryptedFromTheFirstByte(String chart, String values) throws Exception {
        var manifests = new Chart(chart)
                .helm("template", "--values", IMAGES, "--set", values)
                .output();
        assertThat(manifests)
                .contains("SPRING_MAIL_PROPERTIES_MAIL_SMTP_SSL_ENABLE")
                .doesNotContain("STARTTLS");
    }

    @Test
    void aMailServerIsForNotificationAloneWhichThenAsksUserForAddresses() throws Exception {
        var values = "smtp.address=mail.example.com:587,smtp.secret=mail";
        var result = new Chart("orderflow").helm("template", "--values", IMAGES, "--set", values);
        var environments = Chart.pods(Chart.yaml(result.output()))
                .flatMap(pod -> Chart.containers(pod.getValue()))
                .collect(Collectors.toMap(
                        container -> container.get("name"), container -> String.valueOf(container.get("env"))));
        assertThat(environments.get("notification"))
                .contains(
                        "SPRING_MAIL_HOST, value=mail.example.com",
                        "SPRING_MAIL_PORT, value=587",
                        "SMTP_STARTTLS_REQUIRED, value=true")
                .contains("name=mail, key=password")
                .contains("ORDERFLOW_CLIENTS_USER_URL");
        environments.remove("notification");
        assertThat(environments.values()).noneMatch(environment -> environment.contains("SPRING_MAIL"));
        var byDefault =
                new Chart("orderflow").helm("template", "--values", IMAGES).output();
        assertThat(byDefault).doesNotContain("SPRING_MAIL");
        var policies = Policies.of(Chart.yaml(result.output()).stream().map(one -> new Manifest("orderflow", one)));
        assertThat(policies.allow(
                        Policies.Pod.named("orderflow", "notification"), Policies.Pod.named("orderflow", "user"), 8080))
                .isTrue();
        assertThat(policies.allow(
                        Policies.Pod.named("orderflow", "payment"), Policies.Pod.named("orderflow", "user"), 8080))
                .isFalse();
    }

    /** Both limit failed logins by address. */
    @ParameterizedTest
    @CsvSource({"orderflow, gateway", "observability, pager", "observability, auth-proxy-pager"})
    void whoLimitsClientsSeesWhoTheyAre(String chart, String name) throws Exception {
        var service = new Chart(chart)
                .render().stream()
                        .filter(manifest ->
                                "Service".equals(manifest.get("kind")) && name.equals(Chart.nameOf(manifest)))
                        .findFirst()
                        .orElseThrow();
        assertThat(map(service.get("spec")))
                .containsEntry("type", "NodePort")
                .containsEntry("externalTrafficPolicy", "Local");
    }

    @Test
    void theCertificateThatIsMadeHasTheNamesOfTheServiceAndThoseOfTheValues() throws Exception {
        var given = Tls.certificate(
                AuthProxy.configuration("--set", "authProxy.tls.names={pager.example.com,*.example.org,192.0.2.7}")
                        .certificate());
        assertThat(given.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)))
                .containsExactlyInAnyOrder(
                        "localhost",
                        "127.0.0.1",
                        "auth-proxy-pager",
                        "auth-proxy-pager.observability",
                        "auth-proxy-pager.observability.svc",
                        "auth-proxy-pager.observability.svc.cluster.local",
                        "pager.example.com",
                        "*.example.org",
                        "192.0.2.7");
    }

    @Test
    void aCertificateThatIsGivenIsReadAndNoneIsMade() throws Exception {
        var result = new Chart("observability")
                .helm("template", "--values", IMAGES, "--set", "authProxy.tls.secret=of-the-authority");
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        var manifests = Chart.yaml(result.output());
        assertThat(manifests).noneMatch(manifest -> "kubernetes.io/tls".equals(manifest.get("type")));
        var proxy = manifests.stream()
                .filter(manifest ->
                        "Deployment".equals(manifest.get("kind")) && "auth-proxy".equals(Chart.nameOf(manifest)))
                .findFirst()
                .orElseThrow();
        assertThat(proxy.toString()).contains("secretName=of-the-authority");
    }

    /** Also where nothing else is behind the proxy. */
    @Test
    void thePagerHasItsTlsPortWheneverItIsThere() throws Exception {
        var stores = "pager.stores.prometheus=null,pager.stores.alertmanager=null,pager.stores.jaeger=null,"
                + "pager.stores.victorialogs=null";
        var result = new Chart("observability").helm("template", "--values", IMAGES, "--set", stores);
        assertThat(Chart.yaml(result.output()).stream()
                        .filter(manifest -> manifest.get("kind").equals("Service"))
                        .map(Chart::nameOf))
                .as(result.errors())
                .contains("auth-proxy-pager")
                .noneMatch(name -> name.startsWith("auth-proxy-") && !name.equals("auth-proxy-pager"));
        var without = new Chart("observability").helm("template", "--values", IMAGES, "--set", "pager.enabled=false");
        assertThat(without.succeeded()).as(without.errors()).isTrue();
        assertThat(without.output()).doesNotContain("name: auth-proxy", "kubernetes.io/tls");
    }

    /** Whoever knows them may write to the people, or read the mails. */
    @Test
    void whatIsNobodyElsesBusinessStandsInSecretsAlone() throws Exception {
        var values = "pager.onCall.people.alice.webhook=https://hooks.example.com/services/T0/B0/of-alice,"
                + "pager.onCall.people.bob.email=bob@example.com,pager.url=https://example.com/hooks/of-the-pager";
        var result = new Chart("observability").helm("template", "--values", IMAGES, "--set", values);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        for (var secret : List.of("T0/B0/of-alice", "bob@example.com", "hooks/of-the-pager")) {
            assertThat(Chart.yaml(result.output()).stream()
                            .filter(manifest -> manifest.toString().contains(secret)))
                    .as(secret)
                    .isNotEmpty()
                    .allSatisfy(manifest -> assertThat(manifest).containsEntry("kind", "Secret"));
        }
    }

    @Test
    void anExternalStoreIsNotRun() throws Exception {
        var result = new Chart("orderflow")
                .helm("template", "--values", IMAGES, "--set", "postgresql.external=db.example.com:5432");
        assertThat(result.output())
                .contains("jdbc:postgresql://db.example.com:5432/orderflow")
                .doesNotContain("/etc/postgresql/start");
    }

    @Test
    void whatBothWaysOfGettingImagesProvideHasOneVersion() throws Exception {
        var table = table();
        Map.of(
                        "alertmanager", "github.com/prometheus/alertmanager v",
                        "collector", "go.opentelemetry.io/collector/cmd/builder v",
                        "kubeStateMetrics", "k8s.io/kube-state-metrics/v2 v",
                        "nodeExporter", "github.com/prometheus/node_exporter v",
                        "otelOperator", "github.com/open-telemetry/opentelemetry-operator v",
                        "prometheusConfigReloader", "github.com/prometheus-operator/prometheus-operator v",
                        "prometheusOperator", "github.com/prometheus-operator/prometheus-operator v")
                .forEach((key, module) -> {
                    var reference = (String) table.get(key);
                    var version =
                            reference.substring(reference.lastIndexOf(':') + 1).replaceFirst("^v", "");
                    // The reloader is the second program of the Operator's module.
                    assertThat(pins(key.replace("ConfigReloader", "Operator")))
                            .as(key)
                            .contains(module + version);
                });
        assertThat(Files.readString(Chart.ROOT.resolve("ci/images/kafka/pom.xml")))
                .contains(
                        "<kafka.version>" + ((String) table.get("kafka")).replaceFirst(".*:", "") + "</kafka.version>");
    }

    @Test
    void aModuleThatCountsDifferentlyIsOfTheImagesRelease() throws Exception {
        var prometheus = Pattern.compile(".*:v(\\d+)\\.(\\d+)\\.(\\d+)").matcher((String) table().get("prometheus"));
        var jaeger = Pattern.compile(".*:2\\.(\\d+)\\.(\\d+)").matcher((String) table().get("jaeger"));
        var victorialogs = Pattern.compile(".*:v(\\d+\\.\\d+)\\.(\\d+)").matcher((String) table().get("victorialogs"));
        assertThat(List.of(prometheus, jaeger, victorialogs)).allMatch(Matcher::matches);
        // 3.16.0 is the module's 0.316.0; Jaeger 2.13.0 was released as 1.76.0 too; VictoriaLogs' module is a commit
        // after
        // the image's release, which is not served.
        assertThat(pins("prometheus"))
                .contains("github.com/prometheus/prometheus v0.%s%s.%s"
                        .formatted(prometheus.group(1), prometheus.group(2), prometheus.group(3)));
        assertThat(pins("jaeger"))
                .contains("github.com/jaegertracing/jaeger v1.%d.%s"
                        .formatted(Integer.parseInt(jaeger.group(1)) + 63, jaeger.group(2)));
        assertThat(pins("victorialogs"))
                .contains("github.com/VictoriaMetrics/VictoriaLogs v%s.%d-0."
                        .formatted(victorialogs.group(1), Integer.parseInt(victorialogs.group(2)) + 1));
    }

    @ParameterizedTest
    @FieldSource("WITH_A_SCHEMA")
    void theSchemaHasTheKeysOfTheValuesAndNoOther(Chart chart) throws Exception {
        var folder = Chart.ROOT.resolve("helm").resolve(chart.name());
        var schema = Chart.yaml(Files.readString(folder.resolve("values.schema.json")))
                .getFirst();
        var text = Files.readString(folder.resolve("values.yaml"));
        var values = Chart.yaml(text).getFirst();
        var known = new TreeMap<>(map(schema.get("properties")));
        known.remove("global"); // Helm's own
        assertThat(known.keySet()).isEqualTo(new TreeSet<>(values.keySet()));
        known.forEach((key, property) -> {
            var reference = (String) map(property).getOrDefault("$ref", "");
            var definition = reference.isEmpty()
                    ? map(property)
                    : map(map(schema.get("$defs")).get(reference.replace("#/$defs/", "")));
            if (definition.containsKey("properties")) {
                var given = map(values.get(key)).keySet();
                assertThat(map(definition.get("properties")).keySet()).as(key).containsAll(given);
                // What has no default, as a NodePort, is said in a comment.
                assertThat(map(definition.get("properties")).keySet())
                        .as(key)
                        .allSatisfy(name -> assertThat(given.contains(name)
                                        || Pattern.compile("#.*\\b" + name + "\\b")
                                                .matcher(text)
                                                .find())
                                .as(name)
                                .isTrue());
            }
        });
    }

    @Test
    void theKeysOfTheTableAreThoseOfTheBuild() throws Exception {
        var table = table().keySet();
        try (var files = Files.walk(Chart.ROOT.resolve("ci/images"), 2)) {
            var built = files.filter(file -> file.endsWith("Dockerfile"))
                    .flatMap(file -> read(file).lines())
                    .filter(line -> line.startsWith("# values: "))
                    .flatMap(line ->
                            List.of(line.substring("# values: ".length()).split(" ")).stream())
                    .collect(Collectors.toSet());
            assertThat(built).isEqualTo(table);
        }
    }

    private static Map<String, Object> table() throws IOException {
        return map(Chart.yaml(Files.readString(Chart.ROOT.resolve(IMAGES)))
                .getFirst()
                .get("images"));
    }

    /** The go.mod that has the versions of an image's Go programs: its folder's own, or the one that most share. */
    private static String pins(String key) {
        var own = Chart.ROOT
                .resolve("ci/images")
                .resolve(key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .resolve("go.mod");
        return read(Files.exists(own) ? own : Chart.ROOT.resolve("ci/go.mod"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
