package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.exercise.Leaks.Leak;
import dev.orderflow.drill.incident.IncidentFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code make verify-leaks}: whether anything that a responder can read names what was drawn. Exits 1 where it does, or
 * where not all could be searched.
 */
final class LeakCheck {

    private static final Duration WINDOW = Duration.ofHours(1);

    /** More of them say nothing more. */
    private static final int SHOWN = 20;

    private LeakCheck() {}

    /**
     * What a search found.
     *
     * @param read how many texts were searched, by where they are from
     * @param unsearched what could not be read, and why
     */
    record Result(Map<String, Integer> read, List<String> unsearched, List<Leak> leaks) {

        /** Whether all was searched and nothing found: what was not searched is not known to be tight. */
        boolean isTight() {
            return leaks.isEmpty() && unsearched.isEmpty();
        }

        String row() {
            var found = leaks.isEmpty()
                    ? "no leak in " + read
                    : "%d leaks in %s: %s".formatted(leaks.size(), read, leaks.getFirst());
            return unsearched.isEmpty() ? found : found + "; not searched: " + String.join("; ", unsearched);
        }
    }

    static void main(String[] arguments) {
        var cluster = Cluster.local();
        cluster.requireRunning();
        try (var processes = LocalProcesses.ofDrills()) {
            var leaks = new Leaks(IncidentFile.all(IncidentFile.FOLDER), 0);
            var result = run(
                    new ResponderView(cluster, PagerClient.local(cluster.kubectl())),
                    processes,
                    leaks,
                    Instant.now().minus(WINDOW));
            result.leaks().stream().limit(SHOWN).forEach(System.err::println);
            System.out.println(result.row() + ", searched for " + leaks.terms() + " terms");
            System.exit(result.isTight() ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static Result run(ResponderView view, LocalProcesses processes, Leaks leaks, Instant from) {
        var found = new ArrayList<Leak>();
        ResponderView.Reader reader = (where, text) -> found.addAll(leaks.in(where, text));
        var read = view.read(from, Instant.now(), reader);
        read.texts().put("processes", processes.read(reader));
        return new Result(read.texts(), read.unread(), List.copyOf(found));
    }
}
