package dev.orderflow.drill.exercise;

import dev.orderflow.drill.exercise.Leaks.Leak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Searches everything that a responder can read for the selection of a drill. */
final class LeakCheck {

    private LeakCheck() {}

    /**
     * The result of a search.
     *
     * @param read how many texts were searched, by source
     * @param unsearched sources that could not be read, and why
     */
    record SearchResult(Map<String, Integer> read, List<String> unsearched, List<Leak> leaks) {

        /** Reports whether all sources were searched and nothing was found. */
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

    static SearchResult run(ResponderView view, LocalProcesses processes, Leaks leaks, Instant from) {
        var found = new ArrayList<Leak>();
        ResponderView.Reader reader = (where, text) -> found.addAll(leaks.in(where, text));
        var read = view.read(from, Instant.now(), reader);
        read.texts().put("processes", processes.read(reader));
        return new SearchResult(read.texts(), read.unread(), List.copyOf(found));
    }
}
