package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Progress;
import java.time.Duration;
import java.util.Map;

/**
 * {@code make incident}: the whole night, until the pages are there. {@code FIX=pool-budget} does the same with pools
 * that fit, which is to stay quiet. Exits 1 where it went otherwise.
 */
final class IncidentCommand {

    /** How long a night is looked at once all pods are ready. */
    private static final Duration OBSERVE = Duration.ofMinutes(5);

    private static final String FIX = "pool-budget";

    private IncidentCommand() {}

    static void main(String[] arguments) throws InterruptedException {
        try {
            var fix = arguments.length == 0 ? "" : arguments[0];
            if (!fix.isEmpty() && !fix.equals(FIX)) {
                throw new IllegalArgumentException(
                        "FIX=" + fix + " is none that is known; try: make incident FIX=" + FIX);
            }
            System.exit(run(!fix.isEmpty()) ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static boolean run(boolean fixed) throws InterruptedException {
        var cluster = Cluster.local();
        cluster.requireRunning();
        var incident = IncidentFile.load(Scale.INCIDENT);
        var budget = Budget.of(cluster.values("orderflow"));
        var target = incident.trigger().pods();
        var progress = new Progress();
        var pool = fixed ? budget.fitting(target) : budget.pool();
        var outcome = new Night(cluster, incident, progress).run(sum(target), pool, OBSERVE);
        if (fixed) {
            progress.say(
                    outcome.pages().isEmpty()
                            ? "no page, as it should be"
                            : "paged all the same: " + outcome.pages().keySet());
            return outcome.pages().isEmpty();
        }
        var missing = incident.expect().pages().stream()
                .filter(page -> !outcome.pages().containsKey(page))
                .toList();
        if (!missing.isEmpty()) {
            progress.say("these pages have not come: " + missing);
            return false;
        }
        new Pages(cluster.prometheus())
                .firing().stream()
                        .filter(page -> incident.expect().pages().contains(page.name()))
                        .findFirst()
                        .ifPresent(first -> System.out.print(Night.howToBegin(first)));
        return true;
    }

    static int sum(Map<String, Integer> pods) {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }
}
