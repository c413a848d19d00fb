package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.incident.IncidentFile.Incident.Mitigation;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One night: a load, a baseline, the change, and the pages that come of it or do not. */
final class IncidentRun {

    private static final Duration POLL = Duration.ofSeconds(2);

    /** From the change to the last page: the start of the pods, the detection, and room for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(12);

    private final Cluster cluster;
    private final IncidentFile.Incident incident;
    private final Deployments deployments;
    private final LoadJob load;
    private final QuietBaseline quiet;
    private final FiringPages pages;
    private final Progress progress;

    IncidentRun(Cluster cluster, IncidentFile.Incident incident, Progress progress) {
        this.cluster = cluster;
        this.incident = incident;
        this.deployments = new Deployments(cluster.kubectl());
        this.load = new LoadJob(cluster.kubectl());
        this.quiet = new QuietBaseline(cluster, load, progress);
        this.pages = new FiringPages(cluster.prometheus());
        this.progress = progress;
    }

    /**
     * What became of it.
     *
     * @param changed when the change was begun
     * @param caused from when on failed requests are of the incident's cause
     * @param madeAfter from the change's begin until it was made; of pods, until every one was ready
     * @param pages when each first fired, by its alert's name, from the change on; those that had fired before the
     *     incident's cause was there are not among them, unless the cause never came
     * @param asked connections, by all pools
     * @param granted connections, as PostgreSQL counts them
     */
    record Outcome(
            Instant changed, Instant caused, Duration madeAfter, Map<String, Duration> pages, int asked, int granted) {}

    /**
     * Runs it; the load goes on afterwards.
     *
     * @param trigger the incident's, or one like it
     * @param beforehand what is made before the load; null for nothing
     * @param observe how long to look on once the change is made; for a night that is to stay quiet
     */
    Outcome run(Trigger trigger, @Nullable Mitigation beforehand, Duration observe) throws InterruptedException {
        var site = site(Site.Pace.FULL);
        new Release(site).forgetMitigations(List.of(incident));
        if (beforehand != null) {
            progress.say("beforehand " + beforehand.id() + ": " + beforehand.why());
            beforehand.run().run(trigger, site);
        }
        return run(incident.load(), trigger, pool(), incident.load().baselineLength(), observe, _ -> false);
    }

    /**
     * A short one: less of a baseline, half the load, the pools that the file says, and no more pods once one of the
     * incident's pages came of its cause. Each start costs 10 to 25 s of a processor.
     */
    Outcome untilPaged(Duration baseline, Duration observe) throws InterruptedException {
        new Release(site(Site.Pace.FULL)).forgetMitigations(List.of(incident));
        return run(
                incident.load().half(),
                incident.trigger(),
                incident.rehearsal() == null ? pool() : incident.rehearsal().pool(),
                baseline,
                observe,
                pages -> incident.expect().alerts().stream().anyMatch(pages::contains));
    }

    /** A pod of each service, with the pools of the release, no mitigation of the incident in force, and no load. */
    void restore() throws InterruptedException {
        new Release(site(Site.Pace.FULL)).forgetMitigations(List.of(incident));
        quiet.reset(pool());
    }

    private int pool() {
        return Budget.of(cluster.values("orderflow")).pool();
    }

    private Site site(Site.Pace pace) {
        return new Site(cluster, new SqlSession(cluster.kubectl()), progress::say, pace);
    }

    private Outcome run(
            IncidentFile.Incident.LoadProfile arrivals,
            Trigger trigger,
            int pool,
            Duration baseline,
            Duration observe,
            Predicate<Set<String>> enough)
            throws InterruptedException {
        quiet.reset(pool);
        load.start(
                arrivals.rate(),
                arrivals.seed(),
                QuietBaseline.WARM_UP.plus(baseline).plus(TIMEOUT).plus(observe).plus(TIMEOUT));
        progress.say("load: %.0f arrivals a second; %d quiet seconds are its baseline"
                .formatted(arrivals.rate(), baseline.toSeconds()));
        quiet.await(baseline);
        progress.say(trigger.doing());
        var changed = Instant.now();
        var seen = new ObservedPages(changed);
        var watch = Thread.ofVirtual().start(() -> watch(seen));
        trigger.begin(site(new Site.Pace(ConcurrentStarts.MOST_UNDER_LOAD, () -> seen.suffice(enough), seen::open)));
        var madeAfter = Duration.between(changed, Instant.now());
        var until = Instant.now().plus(observe);
        while (Instant.now().isBefore(until) && !seen.suffice(enough.or(this::complete))) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        var asked = deployments.states().values().stream()
                .mapToInt(state -> state.pods() * state.pool())
                .sum();
        var granted = (int) cluster.prometheus().value("sum(postgresql_backends)");
        watch.interrupt();
        watch.join();
        return new Outcome(changed, seen.failuresFrom(), madeAfter, seen.pages(), asked, granted);
    }

    /** Ends the night's load, and has its report. */
    JsonNode endLoad(Path log) throws InterruptedException {
        return load.end(log);
    }

    /** A night that is to stay quiet has nothing that would complete it. */
    private boolean complete(Set<String> seen) {
        return seen.containsAll(incident.expect().alerts());
    }

    private void watch(ObservedPages seen) {
        while (!Thread.currentThread().isInterrupted()) {
            var isCaused = seen.isCaused() || incident.truth().isMeasured(cluster.prometheus());
            seen.observe(firing(), isCaused, Instant.now())
                    .forEach(page -> progress.say((seen.isCaused() ? "PAGE  " : "PAGE (its cause is not there yet)  ")
                            + FiringPages.summary(page)));
            try {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A store that does not answer once, on a processor this busy, is asked again. */
    private List<Alert> firing() {
        try {
            return pages.firing();
        } catch (StoreException e) {
            progress.say(e.getMessage());
            return List.of();
        }
    }

    /** For whoever is paged. */
    String howToBegin(Alert first) {
        return """

                  runbook        %s
                  walk           make walk ALERT=%s
                  Alertmanager   %s
                  pods           %s
                  end it         make recover INCIDENT=%s
                """.formatted(
                        first.annotation("runbook_url"),
                        first.name(),
                        LocalCluster.here().alertmanager(),
                        Kubectl.command("--namespace orderflow get pods"),
                        incident.id());
    }
}
