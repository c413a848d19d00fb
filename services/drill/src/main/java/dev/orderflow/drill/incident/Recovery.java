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

/** Mitigates an incident, and waits until it is over: the recovery conditions of its file hold, and no page is open. */
public final class Recovery {

    private static final Duration TIMEOUT = Duration.ofMinutes(13);
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
        this.site = new Site(cluster, progress::say);
    }

    /**
     * Mitigates an incident, waits until it is over, and ends the load.
     *
     * @param id the incident's id. Empty if it is unknown: then every trigger is undone whose undoing cannot harm other
     *     changes, and the default incident's first mitigation runs
     * @param mitigation the mitigation's id; empty for the first
     * @param pods the number of pods for a mitigation that scales back; empty for the file's number
     * @throws IllegalArgumentException if there is no such id; the message lists those that exist
     * @throws IllegalStateException if it is not over in time; the message says which condition does not hold
     */
    static void recover(Cluster cluster, String id, String mitigation, OptionalInt pods) throws InterruptedException {
        var incident = IncidentFile.named(IncidentFile.FOLDER, id);
        var chosen = incident.mitigation(mitigation);
        var recovery = new Recovery(cluster, incident, new Progress());
        if (id.isEmpty()) {
            Leftovers.undo(IncidentFile.all(IncidentFile.FOLDER), recovery.site).forEach(System.out::println);
        } else {
            Leftovers.undoControl(incident, recovery.site);
        }
        recovery.run(chosen, pods);
        // The audit would report its unfinished orders as violations.
        new LoadJob(cluster.kubectl()).stop();
        System.out.println("the load is ended");
        System.out.println("\n  whether every order was conserved   make audit WAIT=120");
    }

    /**
     * Runs a mitigation.
     *
     * @param pods the number of pods for a mitigation that scales back; empty for the file's number
     * @return the time from the mitigation until the incident was over
     * @throws IllegalStateException if it is not over within thirteen minutes; the message says which condition does
     *     not hold
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
     * @return the time until the incident was over
     * @throws IllegalStateException if it is not over within ten minutes; the message says which condition does not
     *     hold
     */
    public Duration undo() throws InterruptedException {
        return undo(incident.trigger());
    }

    /** Undoes a trigger, the incident's or its control's, and waits until the incident is over. */
    Duration undo(Trigger trigger) throws InterruptedException {
        var begun = Instant.now();
        progress.say(trigger.undoing());
        trigger.undo(site);
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
