package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The system as it is before anything is changed: a pod of each service, a load, and nobody paged. */
public final class QuietBaseline {

    /** How long it may take until the system is warm under its load. */
    public static final Duration WARM_UP = Duration.ofMinutes(6);

    private static final Duration POLL = Duration.ofSeconds(2);

    private final Deployments deployments;
    private final LoadJob load;
    private final FiringPages pages;
    private final Progress progress;

    public QuietBaseline(Cluster cluster, LoadJob load, Progress progress) {
        this.deployments = new Deployments(cluster.kubectl());
        this.load = load;
        this.pages = new FiringPages(cluster.prometheus());
        this.progress = progress;
    }

    /** @param pool connections a pod */
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
     * Returns when it has been quiet for so long. The first minutes of processes that have just started are slow, and
     * may page: what counts is that it ends.
     *
     * @throws IllegalStateException where it does not become quiet; the load is ended then
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
                throw new IllegalStateException("it does not become quiet before anything is changed: "
                        + early.getFirst() + "; is the machine busy with other work?");
            }
        }
    }
}
