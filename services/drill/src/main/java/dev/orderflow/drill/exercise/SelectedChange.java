package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.exercise.Selection.Decoy;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.incident.Site;
import dev.orderflow.drill.incident.SqlSession;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what was drawn, at the moment that was drawn, and says nothing of it: how far it is would say what it is. Before
 * and after, the same commands run and change nothing, so that no process of this machine shows what was drawn, or
 * when.
 */
final class SelectedChange {

    /** Between two runs of the commands. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Selection selection;
    private final List<Incident> incidents;
    private final Clock clock;

    private volatile Set<String> usual = Set.of();
    private volatile boolean isDone;
    private volatile @Nullable String failure;

    SelectedChange(Cluster cluster, Selection selection, List<Incident> incidents, Clock clock) {
        this.cluster = cluster;
        this.selection = selection;
        this.incidents = incidents;
        this.clock = clock;
    }

    /** In a thread of its own, which goes on until it is interrupted; an interrupt ends it where it is. */
    Thread at(Instant moment) {
        return Thread.ofVirtual().start(() -> {
            try (var session = new SqlSession(cluster.kubectl())) {
                session.open();
                pretend(moment);
                usual = Kubectl.commands();
                make(session);
                isDone = true;
                pretend(Instant.MAX);
            } catch (InterruptedException e) {
                // The drill is over.
            } catch (IllegalStateException | UncheckedIOException e) {
                if (!(e.getCause() instanceof InterruptedException)) {
                    failure = "what was drawn could not be done as it should: " + e.getMessage();
                }
            }
        });
    }

    /** Once at least. */
    private void pretend(Instant until) throws InterruptedException {
        do {
            new Deployments(cluster.kubectl()).pretend();
            var left = Duration.between(clock.instant(), until);
            TimeUnit.MILLISECONDS.sleep(Math.max(0, (left.compareTo(PAUSE) < 0 ? left : PAUSE).toMillis()));
        } while (clock.instant().isBefore(until));
    }

    private void make(SqlSession session) throws InterruptedException {
        var site = new Site(cluster, session, text -> {});
        if (selection.incident() != null) {
            selection.incident().trigger().begin(site);
        } else if (selection.decoy() instanceof Decoy.Restart restart) {
            new Deployments(cluster.kubectl()).restart(restart.service());
        } else if (selection.decoy() instanceof Decoy.MorePods) {
            Selection.fitting(incidents).begin(site);
        }
    }

    /** Returns the commands that ran since the moment, and not before: each says what was drawn, or when. */
    List<String> commandsOfItsOwn() {
        return usual.isEmpty()
                ? List.of()
                : Kubectl.commands().stream()
                        .filter(command -> !usual.contains(command))
                        .sorted()
                        .toList();
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Whether somebody gave a service other pods than a decoy did. While that is under way, nobody can tell; during an
     * incident, whoever mends it does.
     */
    boolean wasMeddledWith() {
        if (selection.incident() != null || !isDone) {
            return false;
        }
        var expected = selection.decoy() instanceof Decoy.MorePods
                ? Selection.fitting(incidents).pods()
                : Map.<String, Integer>of();
        return new Deployments(cluster.kubectl())
                .states().entrySet().stream()
                        .anyMatch(entry -> entry.getValue().pods() != expected.getOrDefault(entry.getKey(), 1));
    }
}
