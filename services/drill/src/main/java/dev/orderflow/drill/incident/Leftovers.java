package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and undoes the changes of incidents, and of their controls, that a run which was ended early did not undo. */
public final class Leftovers {

    private Leftovers() {}

    /**
     * Requires that no incident's change is in force, nor its control's.
     *
     * @throws IllegalStateException if one is; the message names the command that undoes it
     */
    public static void requireNone(Collection<Incident> incidents, Site site) {
        for (var incident : incidents) {
            triggers(incident)
                    .filter(trigger -> trigger.isInForce(site))
                    .findFirst()
                    .ifPresent(trigger -> {
                        throw new IllegalStateException(
                                ("the change of an incident is still in force (%s), of a run that was ended early;"
                                                + " try: make recover INCIDENT=%s")
                                        .formatted(trigger.doing(), incident.id()));
                    });
        }
    }

    /**
     * Undoes each change whose undoing cannot harm others, and replays the dead letters that one of them makes. One
     * that fails does not keep the others from it.
     *
     * @return a sentence for each that failed
     */
    static List<String> undo(Collection<Incident> incidents, Site site) throws InterruptedException {
        var failed = new ArrayList<String>();
        for (var incident : incidents) {
            for (var trigger : triggers(incident).toList()) {
                try {
                    if (trigger.undoesOnlyItself()) {
                        trigger.undo(site);
                    }
                } catch (IllegalStateException e) {
                    failed.add("the change of %s is not undone: %s".formatted(incident.id(), e.getMessage()));
                }
            }
        }
        replay(incidents, site, failed);
        return failed;
    }

    /** Sends back what consumers gave up, if an incident makes them do so. */
    private static void replay(Collection<Incident> incidents, Site site, List<String> failed)
            throws InterruptedException {
        var replays = incidents.stream()
                .flatMap(incident -> incident.mitigations().stream())
                .map(Incident.Mitigation::run)
                .filter(Remedy.Replay.class::isInstance)
                .map(Remedy.Replay.class::cast)
                .collect(Collectors.toSet());
        for (var replay : replays) {
            try {
                replay.replay(site);
            } catch (IllegalStateException e) {
                failed.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Undoes an incident's control, if its change is in force. */
    static void undoControl(Incident incident, Site site) throws InterruptedException {
        if (incident.control() != null && incident.control().trigger().isInForce(site)) {
            incident.control().trigger().undo(site);
        }
    }

    private static Stream<Trigger> triggers(Incident incident) {
        return Stream.of(
                        incident.trigger(),
                        incident.control() == null ? null : incident.control().trigger())
                .filter(Objects::nonNull);
    }
}
