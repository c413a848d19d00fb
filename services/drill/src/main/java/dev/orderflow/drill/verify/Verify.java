package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ServiceCatalog;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.Http;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.ObjectVersion;
import dev.orderflow.stores.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Verifies the running system with one check a line: services, one order and its telemetry, the proxy, the network, and
 * access to the stores.
 */
final class Verify {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Stack stack = LocalCluster.here().stack();
    private final Cluster cluster = Cluster.local();
    private final Expectations expected = Expectations.load();
    private final ServiceCatalog services = ServiceCatalog.here();
    private final Checks checks = new Checks();
    private final Instant begun = Instant.now();

    boolean run() {
        checks.within(
                TIMEOUT,
                "every pod of the %d services is ready"
                        .formatted(services.names().size()),
                this::podsReady);
        checks.within(
                TIMEOUT,
                "every pod of the %d services has the agent"
                        .formatted(services.names().size()),
                this::podsInstrumented);
        var order = new ShopperClient.Answer[1];
        checks.within(TIMEOUT, "an order goes through to CONFIRMED", () -> {
            order[0] = orderConfirmed();
            return order[0].body().path("id").asString();
        });
        if (order[0] != null) {
            var trace = order[0].traceId();
            checks.within(
                    TIMEOUT,
                    "its trace is in " + stack.traces().label() + ": all services, all edges, SQL",
                    () -> traceWhole(trace));
            checks.within(TIMEOUT, "its logs are in " + stack.logs().label() + " by trace id", () -> logsFound(trace));
        }
        checks.within(
                TIMEOUT,
                "versions of what can be changed are in " + stack.logs().label(),
                this::versionsFound);
        checks.within(TIMEOUT, "PostgreSQL's sessions are sampled", this::sessionsSampled);
        checks.within(TIMEOUT, "an exemplar of the gateway's latency opens a stored trace", this::exemplarOpensTrace);
        expected.services()
                .forEach((service, signals) -> checks.within(
                        TIMEOUT,
                        service + " exports " + signals.metric(),
                        () -> metricPresent(service, signals.metric())));
        checks.within(TIMEOUT, "PostgreSQL's connections and limit are known", this::connectionsKnown);
        checks.within(TIMEOUT, "each consumer group's lag is known", this::lagKnown);
        checks.within(TIMEOUT, "Prometheus has no target down", this::targetsUp);
        checks.within(TIMEOUT, "Prometheus is connected to Alertmanager", this::alertmanagerConnected);
        checks.within(TIMEOUT, "the Collectors refused, failed and dropped nothing", this::nothingLost);
        checks.within(
                TIMEOUT, "the runbooks' queries are answered", new RunbookCheck(cluster.prometheus())::queriesAnswered);
        checks.within(
                TIMEOUT,
                "the dashboards' queries are answered",
                new DashboardCheck(cluster.prometheus())::queriesAnswered);
        var proxy = new AuthProxyCheck(cluster, LocalCluster.here(), stack);
        checks.within(
                TIMEOUT,
                "the authenticating proxy refuses requests without a login",
                proxy::requestsWithoutLoginAreRefused);
        checks.within(TIMEOUT, "the authenticating proxy accepts the pager's token", proxy::tokenIsAccepted);
        checks.within(
                TIMEOUT, "the authenticating proxy refuses pages of other origins", proxy::otherOriginsAreRefused);
        checks.within(
                TIMEOUT, "the authenticating proxy refuses requests that change a backend", proxy::changesAreRefused);
        checks.within(
                TIMEOUT,
                "the pager answers by TLS with its certificate",
                new TlsCheck(cluster, LocalCluster.here())::pagerAnswers);
        try (var network = new NetworkCheck(cluster)) {
            checks.within(TIMEOUT, "the connections that the values allow succeed", network::allowedPass);
            checks.within(TIMEOUT, "all other connections are refused", network::othersAreRefused);
        }
        try (var access = new StoreAccessCheck(cluster)) {
            checks.within(
                    TIMEOUT,
                    "each service's role at PostgreSQL reaches its own schema, and no other",
                    access::ownSchemasOnly);
            checks.within(
                    TIMEOUT, "each service's user at Valkey reaches its own keys, and no others", access::ownKeysOnly);
            checks.within(
                    TIMEOUT,
                    "each service's user at Kafka reaches its own topics, and no others",
                    access::ownTopicsOnly);
        }
        return checks.summary();
    }

    private String podsReady() {
        var ready = pods().valueStream()
                .filter(Verify::isReady)
                .map(Verify::service)
                .collect(Collectors.toCollection(TreeSet::new));
        var waiting = pods().valueStream()
                .filter(pod -> !isReady(pod))
                .map(Verify::name)
                .toList();
        require(waiting.isEmpty(), "not ready: " + waiting);
        require(ready.equals(new TreeSet<>(services.names())), "only these services have pods: " + ready);
        return pods().size() + " pods of " + ready.size() + " services";
    }

    private String podsInstrumented() {
        var silent = pods().valueStream()
                .filter(pod -> !hasAgent(pod))
                .map(Verify::name)
                .toList();
        require(silent.isEmpty(), "without the agent's init container: " + silent);
        return pods().size() + " pods";
    }

    private JsonNode pods() {
        return cluster.kubectl()
                .get("pods", "--namespace", Cluster.NAMESPACE, "--selector", "app.kubernetes.io/component=service")
                .path("items");
    }

    private static boolean hasAgent(JsonNode pod) {
        return pod.path("spec")
                .path("initContainers")
                .valueStream()
                .anyMatch(container ->
                        container.path("name").asString().startsWith("opentelemetry-auto-instrumentation"));
    }

    private static boolean isReady(JsonNode pod) {
        return pod.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asString().equals("Ready")
                        && condition.path("status").asString().equals("True"));
    }

    private static String name(JsonNode pod) {
        return pod.path("metadata").path("name").asString();
    }

    private static String service(JsonNode pod) {
        return pod.path("metadata")
                .path("labels")
                .path("app.kubernetes.io/name")
                .asString();
    }

    private ShopperClient.Answer orderConfirmed() throws InterruptedException {
        var alice = cluster.alice();
        var order = alice.order(alice.address(), "SKU-0001", 1).require(201);
        var id = order.body().path("id").asString();
        var until = Instant.now().plus(Duration.ofSeconds(20));
        var status = "";
        while (Instant.now().isBefore(until)) {
            status = alice.get("/api/orders/" + id)
                    .require(200)
                    .body()
                    .path("status")
                    .asString();
            if (status.equals("CONFIRMED")) {
                require(!order.traceId().isEmpty(), "the gateway's answer names no trace");
                return order;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException("order " + id + " is " + status + " after 20 s");
    }

    private String traceWhole(String id) {
        var trace = cluster.traces().trace(id);
        var missing = expected.missingFrom(trace);
        require(missing.isEmpty(), missing);
        return "%s, %d spans of %d services"
                .formatted(id, trace.spans().size(), trace.services().size());
    }

    private String logsFound(String trace) {
        var lines = cluster.logs().ofTrace(trace);
        var services = lines.stream().map(LogStore.Line::service).collect(Collectors.toCollection(TreeSet::new));
        expected.services()
                .forEach((service, signals) -> require(
                        !signals.logs() || services.contains(service),
                        "no line of " + service + "; lines of " + services));
        require(lines.stream().noneMatch(line -> line.spanId().isEmpty()), "lines without span_id");
        return lines.size() + " lines of " + services;
    }

    private String versionsFound() {
        var now = Instant.now();
        var versions = ObjectVersion.read(
                cluster.logs(), now.minus(ObjectVersion.interval()).minus(TIMEOUT), now);
        var deployments = versions.stream()
                .filter(version -> version.kind().equals("Deployment"))
                .map(ObjectVersion::name)
                .collect(Collectors.toCollection(TreeSet::new));
        require(deployments.containsAll(services.names()), "only of these Deployments: " + deployments);
        var kinds = versions.stream().map(ObjectVersion::kind).collect(Collectors.toCollection(TreeSet::new));
        require(kinds.contains("NetworkPolicy") && kinds.contains("ConfigMap"), "only of these kinds: " + kinds);
        return versions.size() + " versions of " + kinds;
    }

    private String sessionsSampled() {
        var now = Instant.now();
        var search = new LogSearch("postgresql.state", List.of("active"), now.minus(TIMEOUT), now, 100);
        var sampled = cluster.logs().search(search);
        // At least the session that samples is active.
        require(!sampled.isEmpty(), "no " + search);
        return sampled.size() + " active sessions";
    }

    private String exemplarOpensTrace() {
        var exemplars = exemplars(
                "http_server_request_duration_seconds_bucket{service_name=\"gateway\"}", Duration.ofMinutes(1));
        require(!exemplars.isEmpty(), "no exemplar");
        var trace = cluster.traces().trace(exemplars.getLast().traceId());
        require(!trace.spans().isEmpty(), "trace " + trace.id() + " is not stored");
        return exemplars.size() + " exemplars, " + trace.id() + " has "
                + trace.spans().size() + " spans";
    }

    private String metricPresent(String service, String metric) {
        var series = metric.replace('.', '_') + "_seconds";
        var selector = "%s_count{service_name=\"%s\", k8s_pod_name!=\"\"}".formatted(series, service);
        require(!cluster.prometheus().query(selector).isEmpty(), "no " + selector);
        var exemplars = exemplars("%s_bucket{service_name=\"%s\"}".formatted(series, service), Duration.ofMinutes(5));
        require(!exemplars.isEmpty(), "no exemplar of " + series);
        return exemplars.size() + " exemplars";
    }

    private List<Exemplar> exemplars(String selector, Duration before) {
        return cluster.prometheus()
                .exemplars(selector, begun.minus(before), Instant.now().plusSeconds(5));
    }

    private String connectionsKnown() {
        var used = cluster.prometheus().value("sum(postgresql_backends)");
        var limit = cluster.prometheus().value("max(postgresql_connection_max)");
        require(used > 0 && limit > 0, "used " + used + ", limit " + limit);
        return "%.0f of %.0f".formatted(used, limit);
    }

    /**
     * Reads the lag of each consumer group. A partition that a group has not read yet has a lag of -1, which counts as
     * 0.
     */
    private String lagKnown() {
        var lags = new TreeMap<String, String>();
        cluster.prometheus()
                .query("sum by (group) (clamp_min(kafka_consumer_group_lag_ratio, 0))")
                .forEach(sample -> lags.put(
                        sample.path("metric").path("group").asString(),
                        sample.path("value").path(1).asString()));
        require(lags.keySet().containsAll(services.consumers()), "groups: " + lags.keySet());
        return lags.toString();
    }

    private String targetsUp() {
        var targets = cluster.prometheus().targets();
        var down = targets.stream()
                .filter(target -> !target.path("health").asString().equals("up"))
                .map(target -> target.path("scrapePool").asString() + ": "
                        + target.path("lastError").asString())
                .toList();
        require(!targets.isEmpty(), "no targets");
        require(down.isEmpty(), "down: " + down);
        return targets.size() + " targets";
    }

    private String alertmanagerConnected() {
        require(!cluster.prometheus().alertmanagers().isEmpty(), "Prometheus knows no Alertmanager");
        var status = Http.json(cluster.alertmanager(), "/api/v2/status", Map.of());
        return "its cluster is " + status.path("cluster").path("status").asString();
    }

    private String nothingLost() {
        var sent = cluster.prometheus().value("sum(otelcol_exporter_sent_spans_total)");
        var lost = cluster.prometheus()
                .query("{__name__=~\"otelcol_(receiver_refused|receiver_failed|exporter_send_failed|"
                        + "exporter_enqueue_failed|processor_refused)_(spans|log_records|metric_points)_total\"} > 0");
        require(sent > 0, "the Collectors say nothing of what they sent");
        require(
                lost.isEmpty(),
                "lost: "
                        + lost.stream()
                                .map(sample -> sample.path("metric") + "="
                                        + sample.path("value").path(1))
                                .toList());
        return "%.0f spans sent".formatted(sent);
    }
}
