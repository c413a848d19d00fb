package dev.orderflow.drill.score;

import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The true causes of recorded runs: of an incident's run in its file, of other runs in truths.csv. */
final class RunTruth {

    private static final Path OTHERS = Recordings.FOLDER.resolve("truths.csv");

    private RunTruth() {}

    /** @throws IllegalArgumentException if nobody says what caused the run */
    static Cause of(String run) {
        if (IncidentFile.ids(IncidentFile.FOLDER).contains(run)) {
            return IncidentFile.named(IncidentFile.FOLDER, run).truth().cause();
        }
        var cause = ofOtherRuns().get(run);
        if (cause == null) {
            throw new IllegalArgumentException(
                    "no incident is named as the recorded run %s, and %s has no line of it".formatted(run, OTHERS));
        }
        return cause;
    }

    /** Returns the causes of the runs that are of no incident's file, by run. */
    static Map<String, Cause> ofOtherRuns() {
        try {
            return Files.readAllLines(OTHERS).stream()
                    .skip(1)
                    .map(line -> List.of(line.split(",", -1)))
                    .collect(Collectors.toMap(List::getFirst, row -> Cause.of(row.get(1), row.get(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
