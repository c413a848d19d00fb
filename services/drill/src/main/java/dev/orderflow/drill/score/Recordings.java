package dev.orderflow.drill.score;

import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.recording.RecordedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recorded runs of the tree; an incident's run has the incident's id as its name. */
public final class Recordings {

    static final Path FOLDER = IncidentFile.RECORDINGS;

    /** The root of the tree. */
    static final Path ROOT = IncidentFile.FOLDER.resolve("../..").normalize();

    private Recordings() {}

    /** Returns the file of a run by its name. */
    public static Path file(String name) {
        return FOLDER.resolve(name + RecordedRun.EXTENSION);
    }

    /** Returns the names of all runs, in alphabetical order. */
    static List<String> names() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(RecordedRun.EXTENSION))
                    .map(name -> name.replace(RecordedRun.EXTENSION, ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
