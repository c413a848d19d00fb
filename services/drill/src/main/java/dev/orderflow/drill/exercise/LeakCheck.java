package dev.orderflow.drill.exercise;

import dev.orderflow.drill.exercise.Leaks.Leak;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Searches all that a responder can read for what was drawn. */
final class LeakCheck {

    private LeakCheck() {}

    /** @param read how many texts were searched, by where they are from */
    record Result(Map<String, Integer> read, List<Leak> leaks) {

        String row() {
            return leaks.isEmpty()
                    ? "no leak in " + read
                    : "%d leaks in %s: %s".formatted(leaks.size(), read, leaks.getFirst());
        }
    }

    static Result run(ResponderView view, LocalProcesses processes, Leaks leaks, Instant from) {
        var found = new ArrayList<Leak>();
        ResponderView.Reader reader = (where, text) -> found.addAll(leaks.in(where, text));
        var read = view.read(from, Instant.now(), reader);
        read.put("processes", processes.read(reader));
        return new Result(read, List.copyOf(found));
    }
}
