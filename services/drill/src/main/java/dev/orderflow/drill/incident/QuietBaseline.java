package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.stores.PrometheusReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The state before a change: one pod of each service, a running load, and no page. Brings the system there, and waits
 * until it has been quiet for a given time.
 */
public final class QuietBaseline {

    /** The longest time until the system has warmed up under its load. */
    public static final Duration WARM_UP = Duration.ofMinutes(6);

    private static final Duration POLL = Duration.ofSeconds(2);

    /** How long a new load runs before a change, even where traffic of before is its baseline. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final Deployments deployments;
    private final LoadJob load;
    private final PrometheusReader prometheus;
    private final FiringPages pages;
    private final Progress progress;

    public QuietBaseline(Cluster cluster, LoadJob load, Progress progress) {
        this.deployments = new Deployments(cluster.kubectl());
        this.load = load;
        this.prometheus = cluster.prometheus();
        this.pages = new FiringPages(prometheus);
        this.progress = progress;
    }

    /**
     * Scales each service to one pod, and sets the size of the connection pools.
     *
     * @param pool connections of each pod's pool
     */
    public void reset(int pool) throws InterruptedException {
        var services = deployments.states();
        if (services.isEmpty()) {
            throw new IllegalStateException("there are no services; try: make cluster-up");
        }
        var other = services.entrySet().stream()
                .filter(entry ->
                        entry.getValue().pool() != 0 && entry.getValue().pool() != pool)
                .map(Map.Entry::getKey)
                .toList();
        if (!other.isEmpty()) {
            progress.say("pools of " + pool + " connections");
            deployments.pool(other, pool);
        }
        var one = services.keySet().stream().collect(Collectors.toMap(service -> service, _ -> 1));
        new Scaling(deployments, ConcurrentStarts.MOST, progress::say).to(one);
    }

    /**
     * Waits until no page has fired for a given time. The first minutes of freshly started processes are slow and may
     * page; the wait then begins again.
     *
     * @throws IllegalStateException if the system does not become quiet; the load is stopped then
     */
    public void await(Duration length) throws InterruptedException {
        var latest = Instant.now().plus(length).plus(WARM_UP);
        var quietSince = Instant.now();
        while (Duration.between(quietSince, Instant.now()).compareTo(length) < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            var early = pages.open();
            if (!early.isEmpty()) {
                quietSince = Instant.now();
            }
            if (quietSince.plus(length).isAfter(latest)) {
                load.stop();
                throw new IllegalStateException("the system does not become quiet before the change: "
                        + early.getFirst() + "; is the machine busy with other work?");
            }
        }
    }

    /**
     * Waits like {@link #await(Duration)}, for a few seconds only if traffic of before is baseline enough: in the given
     * time the gateway has answered at least half of the load's arrivals, and no page has fired. Only for a control: a
     * walk may take the change of a run before for the cause of this one.
     *
     * @param rate arrivals a second
     */
    void awaitAfterTraffic(Duration length, double rate) throws InterruptedException {
        var quietRequests = prometheus.value("""
                sum(increase(http_server_request_duration_seconds_count{service_name="gateway"}[%1$ds]))
                unless on() count(max_over_time(ALERTS{alertstate="firing",severity="page",alertname!="%2$s"}[%1$ds]))
                """.formatted(length.toSeconds(), FiringPages.DEAD_MANS_SWITCH));
        if (isEnough(quietRequests, length, rate)) {
            progress.say("the traffic of before is baseline enough");
            await(SETTLED);
        } else {
            await(length);
        }
    }

    /** @param requests in the given time; not a number if a page has fired meanwhile, or none was counted */
    static boolean isEnough(double requests, Duration length, double rate) {
        return requests >= rate * length.toSeconds() / 2;
    }
}
