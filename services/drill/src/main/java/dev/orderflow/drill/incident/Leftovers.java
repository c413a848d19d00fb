package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.Collection;

/** Finds the changes of incidents that a run which was ended early did not undo. */
public final class Leftovers {

    private Leftovers() {}

    /**
     * Requires that no incident's change is in force.
     *
     * @throws IllegalStateException if one is; the message names the command that undoes it
     */
    public static void requireNone(Collection<Incident> incidents, Site site) {
        incidents.stream()
                .filter(incident -> incident.trigger().isInForce(site))
                .findFirst()
                .ifPresent(incident -> {
                    throw new IllegalStateException(
                            "the change of an incident is still in force (%s), of a run that was ended early; try: make recover INCIDENT=%s"
                                    .formatted(incident.trigger().doing(), incident.id()));
                });
    }
}
