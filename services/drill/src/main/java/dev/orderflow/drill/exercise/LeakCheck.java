package dev.orderflow.drill.exercise;

import dev.orderflow.drill.exercise.Leaks.Leak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Searches all that a responder can read for what was drawn. */
final class LeakCheck {

    private LeakCheck() {}

    /**
     * What a search found.
     *
     * @param read how many texts were searched, by where they are from
     * @param unsearched what could not be read, and why
     */
    record Report(Map<String, Integer> read, List<String> unsearched, List<Leak> leaks) {

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

    static Report run(ResponderView view, LocalProcesses processes, Leaks leaks, Instant from) {
        var found = new ArrayList<Leak>();
        ResponderView.Reader reader = (where, text) -> found.addAll(leaks.in(where, text));
        var read = view.read(from, Instant.now(), reader);
        read.texts().put("processes", processes.read(reader));
        return new Report(read.texts(), read.unread(), List.copyOf(found));
    }
}
