package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.AuditCall;
import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.ServiceCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs a load, kills a pod of each service and store in turn, and then audits every order. Also compares the client's
 * own list of orders with the database.
 */
final class ConservationCheck {

    /** The services, from the end of an order's path to its beginning, and then the stores. */
    private static final List<String> VICTIMS = Stream.concat(
                    ServiceCatalog.here().names().reversed().stream(), Stream.of("kafka", "postgresql", "valkey"))
            .toList();

    /** The longest time from a pod's end until another one is ready. */
    private static final Duration BACK = Duration.ofMinutes(4);

    private static final Duration LOGINS = Duration.ofMinutes(3);

    /** The longest time until the load ends: it retries an order for 120 s and follows its orders for 120 s. */
    private static final Duration ENDS = Duration.ofMinutes(6);

    /** How long the audit waits for orders in progress. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Cluster cluster;
    private final Checks checks = new Checks();
    private final Path log;
    private final Duration duration;
    private final String rate;
    private final String seed;

    /**
     * Prepares the check.
     *
     * @param duration of the load
     * @param rate arrivals a second
     * @param seed of the load
     */
    ConservationCheck(Cluster cluster, Duration duration, String rate, String seed) throws IOException {
        this.cluster = cluster;
        this.duration = duration;
        this.rate = rate;
        this.seed = seed;
        log = Files.createDirectories(Path.of("build/conservation").toAbsolutePath())
                .resolve("load.log");
    }

    boolean run() throws Exception {
        checks.within(BACK, "every service and store is ready", () -> {
            VICTIMS.forEach(name -> require(!ready(name).isEmpty(), name + " has no pod that is ready"));
            return VICTIMS.size() + " of them";
        });
        checks.within(Duration.ZERO, "the audit holds to begin with", () -> summary(audit(null)));
        var load = startLoad();
        try {
            checks.within(LOGINS, "shoppers arrive", () -> {
                require(
                        load.isAlive(),
                        "the load has ended; its log " + log + " ends with: " + last(Files.readAllLines(log)));
                return last(Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" arrived, "))
                        .toList());
            });
            killInTurn();
            checks.within(Duration.ZERO, "the load comes to its end", () -> {
                require(load.waitFor(duration.plus(ENDS).toSeconds(), TimeUnit.SECONDS), "it is still running");
                require(load.exitValue() == 0, "it failed; its log is " + log);
                return "its log is " + log;
            });
        } finally {
            load.descendants().forEach(ProcessHandle::destroy);
            load.destroy();
        }
        client();
        database();
        return checks.summary();
    }

    private Process startLoad() throws IOException {
        return new ProcessBuilder(
                        "ci/job",
                        "load",
                        "--rate",
                        rate,
                        "--duration",
                        Long.toString(duration.toSeconds()),
                        "--seed",
                        seed,
                        "--retry",
                        "120",
                        "--follow",
                        "120",
                        "-o",
                        "json",
                        "--orders",
                        "-")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Kills the pods, spread over the load's duration, but never one before the last one is replaced. */
    private void killInTurn() throws InterruptedException {
        var begun = Instant.now();
        for (var i = 0; i < VICTIMS.size(); i++) {
            var next = begun.plus(duration.multipliedBy(i).dividedBy(VICTIMS.size()));
            while (Instant.now().isBefore(next)) {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
            kill(VICTIMS.get(i), Duration.between(begun, Instant.now()));
        }
        checks.within(Duration.ZERO, "the last was back before the last shopper came", () -> {
            var spent = Duration.between(begun, Instant.now());
            require(
                    spent.compareTo(duration) < 0,
                    "it took " + spent.toSeconds() + " s, longer than the load: give a longer DURATION");
            return spent.toSeconds() + " s";
        });
    }

    /**
     * Deletes a pod with a grace period of one second, which ends in SIGKILL. Does not force the deletion: the new pod
     * would start while the old one may still write to the same volume.
     */
    private void kill(String name, Duration at) {
        var victim = pods(name).findFirst();
        checks.within(BACK, name + " is back after its pod was killed", new Checks.Check() {
            private boolean killed;

            @Override
            public String run() {
                require(victim.isPresent(), "it has no pod");
                var pod = victim.get().path("metadata");
                if (!killed) {
                    cluster.kubectl()
                            .run(
                                    "delete",
                                    "pod",
                                    pod.path("name").asString(),
                                    "--grace-period=1",
                                    "--wait=false",
                                    "--namespace",
                                    Cluster.NAMESPACE);
                    killed = true;
                }
                var others = ready(name).stream()
                        .filter(uid -> !uid.equals(pod.path("uid").asString()))
                        .toList();
                require(!others.isEmpty(), "no other pod of it is ready");
                return pod.path("name").asString() + ", killed at " + at.toSeconds() + " s";
            }
        });
    }

    private Stream<JsonNode> pods(String name) {
        return cluster.kubectl()
                .get("pods", "--namespace", Cluster.NAMESPACE, "--selector", "app.kubernetes.io/name=" + name)
                .path("items")
                .valueStream();
    }

    /** Returns the UIDs of the pods that are ready and not being deleted. */
    private List<String> ready(String name) {
        return pods(name)
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .filter(pod -> pod.path("status")
                        .path("conditions")
                        .valueStream()
                        .anyMatch(condition -> condition.path("type").asString().equals("Ready")
                                && condition.path("status").asString().equals("True")))
                .map(pod -> pod.path("metadata").path("uid").asString())
                .toList();
    }

    private void client() throws IOException {
        var reports = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("{\"report\""))
                .toList();
        checks.within(Duration.ZERO, "the load reports", () -> {
            require(!reports.isEmpty(), log + " has no report");
            var report = Kubectl.JSON.readTree(reports.getLast()).path("report");
            require(report.path("dropped").asLong() == 0, report.path("dropped") + " shoppers were dropped");
            require(!report.path("accepted").isEmpty(), "no order was accepted");
            return "%s arrivals; accepted %s, refused %s"
                    .formatted(report.path("arrivals"), report.path("accepted"), report.path("refused"));
        });
        if (reports.isEmpty()) {
            return;
        }
        var report = Kubectl.JSON.readTree(reports.getLast()).path("report");
        checks.within(Duration.ZERO, "every order had a clear answer in the end", () -> {
            require(report.path("unknown").asLong() == 0, report.path("unknown") + " had none");
            return "0 without one";
        });
        checks.within(Duration.ZERO, "the client saw every accepted order come to its end", () -> {
            require(report.path("unfinished").asLong() == 0, report.path("unfinished") + " had not");
            return "0 open";
        });
        report.path("endpoints")
                .forEach(row -> System.out.printf(
                        "    %-32s %6d, %4d retries, p50 %.0f ms, p99 %.0f ms, max %.0f ms  %s%n",
                        row.path("name").asString(),
                        row.path("count").asLong(),
                        row.path("retries").asLong(),
                        row.path("p50").asDouble(),
                        row.path("p99").asDouble(),
                        row.path("max").asDouble(),
                        row.path("errors")));
    }

    private void database() throws Exception {
        var report = audit(log);
        checks.within(Duration.ZERO, "the audit read the database and the client's list", () -> {
            require(report.path("client").isObject(), "no comparison in " + report);
            return "%s; all accepted orders: %s".formatted(report.path("client"), report.path("acceptedOrders"));
        });
        report.path("invariants")
                .forEach(finding ->
                        checks.within(Duration.ZERO, finding.path("description").asString(), () -> {
                            require(
                                    finding.path("violations").asLong() == 0,
                                    finding.path("violations") + " violations, among them " + finding.path("examples"));
                            return finding.path("name").asString();
                        }));
    }

    private static String summary(JsonNode report) {
        var broken = report.path("invariants")
                .valueStream()
                .filter(finding -> finding.path("violations").asLong() > 0)
                .map(finding -> finding.path("name").asString())
                .toList();
        require(broken.isEmpty(), "broken: " + broken + "; see make audit");
        return report.path("acceptedOrders").toString();
    }

    private JsonNode audit(@Nullable Path client) throws InterruptedException {
        return Kubectl.JSON.valueToTree(
                AuditCall.run(cluster.kubectl(), UNDER_WAY, client).report());
    }

    private static String last(List<String> lines) {
        require(!lines.isEmpty(), "nothing yet");
        return lines.getLast();
    }
}
