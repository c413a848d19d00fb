package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Deployments.State;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.exercise.Selection.Decoy;
import dev.orderflow.drill.incident.Harm;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.incident.Site;
import dev.orderflow.drill.incident.StoreSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the selected change at the selected moment, without any output: progress would give the change away. Before and
 * after, runs the same commands without effect, so that no list of this machine's processes shows the change or its
 * moment.
 */
final class SelectedChange {

    private final Cluster cluster;
    private final Deployments deployments;
    private final Selection selection;
    private final List<Incident> incidents;
    private final Clock clock;
    private final Duration pause;

    private volatile Set<String> usual = Set.of();
    /** The Deployments as they were last before the change. */
    private volatile Map<String, State> before = Map.of();
    /** The Deployments as they were first after the change. */
    private volatile Map<String, State> made = Map.of();

    private final Set<Harm> harms = ConcurrentHashMap.newKeySet();
    private volatile boolean isDone;
    private volatile @Nullable String failure;

    /** @param pause the time between two runs of the commands without effect */
    SelectedChange(Cluster cluster, Selection selection, List<Incident> incidents, Clock clock, Duration pause) {
        this.cluster = cluster;
        this.deployments = new Deployments(cluster.kubectl());
        this.selection = selection;
        this.incidents = incidents;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Starts a thread that makes the change at a moment. The thread goes on until it is interrupted; an interrupt ends
     * it at once.
     */
    Thread at(Instant moment) {
        return Thread.ofVirtual().start(() -> {
            try (var session = new StoreSession(cluster.kubectl())) {
                session.open();
                deployments.pretend();
                pretend(moment, states -> before = Map.copyOf(states));
                usual = Kubectl.commands();
                make(session);
                isDone = true;
                pretend(Instant.MAX, this::noteHarms);
            } catch (InterruptedException e) {
                // The drill is over.
            } catch (RuntimeException e) {
                if (!(e.getCause() instanceof InterruptedException)) {
                    failure = "the selected change failed: " + e.getMessage();
                }
            }
        });
    }

    /** Compares the Deployments with what they were first after the change. */
    private void noteHarms(Map<String, State> now) {
        if (made.isEmpty()) {
            made = Map.copyOf(now);
        }
        if (selection.incident() != null) {
            selection.incident().harms().stream()
                    // No change restarts pods as a person does, so that one which was done meanwhile counts.
                    .filter(harm ->
                            harm.isDone(made, now) || harm.run() instanceof Harm.Restart && harm.isDone(before, now))
                    .forEach(harms::add);
        }
    }

    /**
     * Runs the commands without effect until a moment, at least once. Keeps their rhythm, in which a shorter pause
     * would show the moment: ends up to a pause later.
     *
     * @param seen receives what is read of the Deployments each time
     */
    private void pretend(Instant until, Consumer<Map<String, State>> seen) throws InterruptedException {
        do {
            seen.accept(deployments.pretendNext());
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } while (clock.instant().isBefore(until));
    }

    private void make(StoreSession session) throws InterruptedException {
        var site = new Site(cluster, session, text -> {});
        if (selection.incident() != null) {
            selection.incident().trigger().begin(site);
        } else if (selection.decoy() instanceof Decoy.Restart restart) {
            deployments.restart(restart.service());
        } else if (selection.decoy() instanceof Decoy.MorePods) {
            Selection.fitting(incidents).begin(site);
        } else if (selection.decoy() instanceof Decoy.Control control) {
            control.trigger().begin(site);
        }
    }

    /**
     * Returns the commands that ran only since the moment of the change: each of them gives away the change or its
     * moment.
     */
    List<String> commandsOfItsOwn() {
        return usual.isEmpty()
                ? List.of()
                : Kubectl.commands().stream()
                        .filter(command -> !usual.contains(command))
                        .sorted()
                        .toList();
    }

    /** Returns the harmful actions of the incident that somebody took since the change was made, also if undone. */
    List<Harm> harms() {
        return List.copyOf(harms);
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Reports whether somebody else changed the number of a service's pods, or restarted them. False during an
     * incident, which the responder may mend, and until the change is made.
     */
    boolean wasMeddledWith() {
        if (selection.incident() != null || !isDone) {
            return false;
        }
        var expected = selection.decoy() instanceof Decoy.MorePods
                ? Selection.fitting(incidents).pods()
                : Map.<String, Integer>of();
        var now = deployments.states();
        return now.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().pods() != expected.getOrDefault(entry.getKey(), 1))
                || made.entrySet().stream()
                        .anyMatch(entry -> now.containsKey(entry.getKey())
                                && now.get(entry.getKey())
                                        .restartedAt()
                                        .isAfter(entry.getValue().restartedAt()));
    }
}
