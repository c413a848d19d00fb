package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Progress;
import java.time.Duration;

/**
 * {@code make incident}: the whole night, until the pages are there. With {@code FIX=<mitigation>}, of those that can
 * be made beforehand, the same change is to stay quiet. Exits 1 where it went otherwise.
 */
final class IncidentCommand {

    /** How long a night is looked at once the change is made. */
    private static final Duration OBSERVE = Duration.ofMinutes(5);

    private IncidentCommand() {}

    /** @param arguments the incident's id, empty for the default; the mitigation to make beforehand, empty for none */
    static void main(String[] arguments) throws InterruptedException {
        try {
            System.exit(run(arguments[0], arguments[1]) ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Runs the night.
     *
     * @param id of the incident; empty for the default
     * @param fix id of a mitigation that is made beforehand; empty for none
     * @return whether it went as it should
     * @throws IllegalArgumentException for an id of none; the message lists those that there are
     */
    public static boolean run(String id, String fix) throws InterruptedException {
        var incident = IncidentFile.named(IncidentFile.FOLDER, id);
        var beforehand = fix.isEmpty() ? null : incident.preventive(fix);
        var cluster = Cluster.local();
        cluster.requireRunning();
        var progress = new Progress();
        var night = new Night(cluster, incident, progress);
        var outcome = night.run(incident.trigger(), beforehand, OBSERVE);
        if (beforehand != null) {
            progress.say(
                    outcome.pages().isEmpty()
                            ? "no page, as it should be"
                            : "paged all the same: " + outcome.pages().keySet());
            return outcome.pages().isEmpty();
        }
        var missing = incident.expect().alerts().stream()
                .filter(page -> !outcome.pages().containsKey(page))
                .toList();
        if (!missing.isEmpty()) {
            progress.say("these pages have not come: " + missing);
            return false;
        }
        new Pages(cluster.prometheus())
                .firing().stream()
                        .filter(page -> incident.expect().alerts().contains(page.name()))
                        .findFirst()
                        .ifPresent(first -> System.out.print(night.howToBegin(first)));
        return true;
    }
}
