package dev.orderflow.drill.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The incident that a command is about. */
public final class IncidentOption {

    /** The folder of the incident files, below the root of the tree. */
    public static final Path FOLDER = Path.of("k8s/incidents");

    static final String DEFAULT = "scale-47";

    private static final String SUFFIX = ".yaml";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--incident",
            paramLabel = "<id>",
            defaultValue = DEFAULT,
            completionCandidates = Ids.class,
            description = "The incident, by the name of its file in k8s/incidents: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}).")
    private String id = DEFAULT;

    /** @throws ParameterException where there is no such incident; the command then exits 2 */
    void check() {
        var known = ids();
        if (!known.contains(id)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--incident': there is no %s; there are: %s"
                            .formatted(id, String.join(", ", known)));
        }
    }

    IncidentFile.Incident load() {
        return IncidentFile.load(FOLDER.resolve(id + SUFFIX));
    }

    /** Returns the ids of all incidents; none where the folder is not below the working directory. */
    public static List<String> ids() {
        try (var files = Files.isDirectory(FOLDER) ? Files.list(FOLDER) : Stream.<Path>empty()) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the help and the completion. */
    static final class Ids implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ids().iterator();
        }
    }
}
