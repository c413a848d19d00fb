package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.incident.IncidentFile.Incident.Mitigation;
import dev.orderflow.stores.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Mitigates an incident, and waits until it is over: what is measured is well, and nobody is paged. */
public final class Recovery {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final IncidentFile.Incident incident;
    private final Progress progress;
    private final Site site;

    public Recovery(Cluster cluster, IncidentFile.Incident incident, Progress progress) {
        this.cluster = cluster;
        this.incident = incident;
        this.progress = progress;
        this.site = new Site(cluster, new SqlSession(cluster.kubectl()), progress::say);
    }

    /**
     * Mitigates an incident, waits until it is over, and ends the load.
     *
     * @param id of the incident. Empty for whichever goes on: then all triggers are undone of which that is known to
     *     harm no other, and the default incident's first mitigation is run
     * @param mitigation its id; empty for the first
     * @param pods in place of those that a mitigation by fewer pods has
     * @throws IllegalArgumentException for an id of none; the message lists those that there are
     * @throws IllegalStateException where it is not over in time; the message says what is not well
     */
    static void recover(Cluster cluster, String id, String mitigation, OptionalInt pods) throws InterruptedException {
        var incident = IncidentFile.named(IncidentFile.FOLDER, id);
        var chosen = incident.mitigation(mitigation);
        var recovery = new Recovery(cluster, incident, new Progress());
        if (id.isEmpty()) {
            for (var other : IncidentFile.all(IncidentFile.FOLDER)) {
                if (other.trigger().undoesOnlyItself()) {
                    other.trigger().undo(recovery.site);
                }
            }
        }
        recovery.run(chosen, pods);
        // Its orders that are under way would be an audit's violations.
        new LoadJob(cluster.kubectl()).stop();
        System.out.println("the night's load is ended");
        System.out.println("\n  whether every order was conserved   make audit WAIT=120");
    }

    /**
     * Runs a mitigation.
     *
     * @param pods in place of those that a mitigation by fewer pods has
     * @return from the mitigation until it was over
     * @throws IllegalStateException where it is not over within ten minutes; the message says what is not well
     */
    public Duration run(Mitigation mitigation, OptionalInt pods) throws InterruptedException {
        var begun = Instant.now();
        progress.say(mitigation.id() + ": " + mitigation.why());
        var remedy = mitigation.run() instanceof Remedy.Fewer && pods.isPresent()
                ? new Remedy.Fewer(pods.getAsInt())
                : mitigation.run();
        remedy.run(incident.trigger(), site);
        return await(begun);
    }

    /**
     * Undoes the trigger.
     *
     * @return from then until it was over
     * @throws IllegalStateException where it is not over within ten minutes; the message says what is not well
     */
    public Duration undo() throws InterruptedException {
        var begun = Instant.now();
        progress.say(incident.trigger().undoing());
        incident.trigger().undo(site);
        return await(begun);
    }

    private Duration await(Instant begun) throws InterruptedException {
        var reported = Instant.now();
        List<String> open;
        while (!(open = open()).isEmpty()) {
            var now = Instant.now();
            if (Duration.between(begun, now).compareTo(TIMEOUT) > 0) {
                throw new IllegalStateException(
                        "not over after " + TIMEOUT.toMinutes() + " minutes: " + String.join("; ", open));
            }
            if (Duration.between(reported, now).compareTo(REPORT_INTERVAL) >= 0) {
                progress.say("not over: " + open.getFirst());
                reported = now;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        var took = Duration.between(begun, Instant.now());
        progress.say("over, " + took.toSeconds() + " s after the mitigation: no page is open");
        return took;
    }

    private List<String> open() {
        try {
            var unmet = incident.recovered().stream()
                    .flatMap(condition -> condition.unmet(cluster.prometheus()).stream())
                    .toList();
            return unmet.isEmpty() ? new FiringPages(cluster.prometheus()).open() : unmet;
        } catch (StoreException e) {
            return List.of(e.getMessage());
        }
    }
}
