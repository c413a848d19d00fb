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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One run of an incident: starts a load, waits for a quiet baseline, makes the change, and records the pages that
 * follow.
 */
final class IncidentRun {

    private static final Duration POLL = Duration.ofSeconds(2);

    /**
     * The longest time from the change to the last page: the start of the pods, the detection, and room for a busy
     * machine.
     */
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
     * What a run measured.
     *
     * @param changed when the change began
     * @param caused the time from which failed requests count as the incident's
     * @param madeAfter how long the change took; for pods, until all were ready
     * @param pages the time from the change to the first firing, by alert; pages from before the cause was measured are
     *     left out, unless the cause never was
     * @param asked connections that all pools ask for
     * @param granted connections that PostgreSQL counts
     */
    record Outcome(
            Instant changed, Instant caused, Duration madeAfter, Map<String, Duration> pages, int asked, int granted) {}

    /**
     * Runs the incident in full. The load goes on afterwards.
     *
     * @param trigger the incident's own, or one with another number of pods
     * @param beforehand a mitigation that is made before the load; null for none
     * @param observe how long to observe once the change is made, unless all expected pages fire earlier
     */
    Outcome run(Trigger trigger, @Nullable Mitigation beforehand, Duration observe) throws InterruptedException {
        var site = withoutLeftovers();
        if (beforehand != null) {
            progress.say("beforehand " + beforehand.id() + ": " + beforehand.why());
            beforehand.run().run(trigger, site);
        }
        return run(incident.load(), trigger, Optional.empty(), pool(), quiet::await, observe, _ -> false);
    }

    /** Runs the incident's control: the same change done right. */
    Outcome run(IncidentFile.Incident.Control control, Duration observe) throws InterruptedException {
        progress.say("the control: " + control.why());
        withoutLeftovers();
        var load = incident.load();
        return run(
                load,
                control.trigger(),
                control.length(),
                pool(),
                length -> quiet.awaitAfterTraffic(length, load.rate()),
                observe,
                _ -> false);
    }

    /** How a run waits for its baseline, of a given length. */
    @FunctionalInterface
    private interface Wait {
        void await(Duration length) throws InterruptedException;
    }

    /**
     * Runs the incident in short: a shorter baseline, the usual number of shoppers, whose logins take no minutes, and
     * no further pods once one of the expected pages has fired for the cause: each start of a pod takes 10 to 25 s of
     * processor time. Where the file has a {@code rehearsal}, half the load and the pool size of that.
     */
    Outcome untilPaged(Duration baseline, Duration observe) throws InterruptedException {
        withoutLeftovers();
        return run(
                incident.rehearsal() == null
                        ? incident.load().ofFewShoppers(baseline)
                        : incident.load().half(baseline),
                incident.trigger(),
                Optional.empty(),
                incident.rehearsal() == null ? pool() : incident.rehearsal().pool(),
                quiet::await,
                observe,
                pages -> incident.expect().alerts().stream().anyMatch(pages::contains));
    }

    /**
     * Requires that no incident's change is in force, and resets what mitigations have set.
     *
     * @return where the run's changes are made
     */
    private Site withoutLeftovers() throws InterruptedException {
        var site = site(Site.Pace.FULL);
        var all = IncidentFile.all(IncidentFile.FOLDER);
        Leftovers.requireNone(all, site);
        // Of all: an earlier run may have been ended while the mitigation of another incident was in force.
        new Release(site).forgetMitigations(all);
        return site;
    }

    /** Restores one pod of each service, the pools of the release, and the values that mitigations have changed. */
    void restore() throws InterruptedException {
        new Release(site(Site.Pace.FULL)).forgetMitigations(List.of(incident));
        quiet.reset(pool());
    }

    private int pool() {
        return Budget.of(cluster.values("orderflow")).pool();
    }

    private Site site(Site.Pace pace) {
        return new Site(cluster, new StoreSession(cluster.kubectl()), progress::say, pace);
    }

    private Outcome run(
            IncidentFile.Incident.LoadProfile arrivals,
            Trigger trigger,
            Optional<Duration> length,
            int pool,
            Wait quietBaseline,
            Duration observe,
            Predicate<Set<String>> enough)
            throws InterruptedException {
        cluster.build(trigger.releases());
        quiet.reset(pool);
        var baseline = arrivals.baselineLength();
        load.start(
                arrivals.rate(),
                arrivals.seed(),
                arrivals.shoppers(),
                QuietBaseline.WARM_UP.plus(baseline).plus(TIMEOUT).plus(observe).plus(TIMEOUT));
        progress.say("load: %.0f arrivals a second; %d quiet seconds are its baseline"
                .formatted(arrivals.rate(), baseline.toSeconds()));
        quietBaseline.await(baseline);
        progress.say(trigger.doing());
        var changed = Instant.now();
        var seen = new ObservedPages(changed);
        var watch = Thread.ofVirtual().start(() -> watch(seen));
        trigger.begin(site(new Site.Pace(ConcurrentStarts.MOST_UNDER_LOAD, () -> seen.suffice(enough), seen::open)));
        var madeAfter = Duration.between(changed, Instant.now());
        if (length.isPresent()) {
            TimeUnit.MILLISECONDS.sleep(length.get().toMillis());
            progress.say(trigger.undoing());
            trigger.undo(site(Site.Pace.FULL));
        }
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

    /** Ends the load and returns its report. */
    JsonNode endLoad(Path log) throws InterruptedException {
        return load.end(log);
    }

    /** Reports whether every expected page has fired. A run that is expected to stay quiet is never complete. */
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

    /**
     * Returns the firing pages; an empty list if Prometheus does not answer, as on a busy processor. The next poll asks
     * again.
     */
    private List<Alert> firing() {
        try {
            return pages.firing();
        } catch (StoreException e) {
            progress.say(e.getMessage());
            return List.of();
        }
    }

    /** Formats the first commands and links for whoever is paged. */
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
