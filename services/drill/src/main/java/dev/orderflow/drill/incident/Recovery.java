package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.stores.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Undoes what set the incident off, and waits until it is over: what is measured is well, and nobody is paged. */
public final class Recovery {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration TELL = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final IncidentFile.Incident incident;
    private final Progress progress;

    public Recovery(Cluster cluster, IncidentFile.Incident incident, Progress progress) {
        this.cluster = cluster;
        this.incident = incident;
        this.progress = progress;
    }

    /**
     * @param pods in all at most, where pods set it off
     * @return from the mitigation until it was over
     * @throws IllegalStateException where it is not over within ten minutes; the message says what is not well
     */
    public Duration run(int pods) throws InterruptedException {
        var begun = Instant.now();
        var sql = incident.trigger().sql();
        if (sql != null) {
            progress.say("ending the session at PostgreSQL");
            new SqlSession(cluster.kubectl()).undo(sql);
        } else {
            var deployments = new Deployments(cluster.kubectl());
            var now = deployments.states().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().pods()));
            var target = new Spread(incident.trigger().pods()).backTo(pods, now);
            progress.say("scaling back to " + IncidentCommand.sum(target) + " pods");
            new Scaling(deployments, Scale.AT_ONCE, progress::say).to(target);
        }
        var told = Instant.now();
        List<String> open;
        while (!(open = open()).isEmpty()) {
            var now = Instant.now();
            if (Duration.between(begun, now).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException(
                        "not over after " + PATIENCE.toMinutes() + " minutes: " + String.join("; ", open));
            }
            if (Duration.between(told, now).compareTo(TELL) >= 0) {
                progress.say("not over: " + open.getFirst());
                told = now;
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
            return unmet.isEmpty() ? new Pages(cluster.prometheus()).open() : unmet;
        } catch (StoreException e) {
            return List.of(e.getMessage());
        }
    }
}
