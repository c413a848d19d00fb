package dev.orderflow.drill.incident;

import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --incident} of a command: an incident by the name of its file. */
public final class IncidentOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--incident",
            paramLabel = "<id>",
            completionCandidates = Ids.class,
            description = "The incident, by the name of its file in k8s/incidents: ${COMPLETION-CANDIDATES}"
                    + " (default: the one that schema.json beside them names).")
    private String id = "";

    /** Returns the given id; empty if none was given. */
    String id() {
        return id;
    }

    /**
     * Requires that the incident exists.
     *
     * @throws ParameterException if it does not; the command then exits 2
     */
    void check() {
        var known = ids();
        if (!id.isEmpty() && !known.contains(id)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--incident': there is no %s; there are: %s"
                            .formatted(id, String.join(", ", known)));
        }
    }

    /** Loads the given incident, or the default. */
    IncidentFile.Incident load() {
        return IncidentFile.named(IncidentFile.FOLDER, id);
    }

    /** Returns the ids of all incidents; an empty list if their folder does not exist. */
    public static List<String> ids() {
        return Files.isDirectory(IncidentFile.FOLDER) ? IncidentFile.ids(IncidentFile.FOLDER) : List.of();
    }

    /** Collects values from all incidents, for the help and the completion; none if one of the files is faulty. */
    static Iterator<String> candidates(Function<IncidentFile.Incident, Stream<String>> kind) {
        try {
            return ids().stream()
                    .map(id -> IncidentFile.named(IncidentFile.FOLDER, id))
                    .flatMap(kind)
                    .distinct()
                    .toList()
                    .iterator();
        } catch (IllegalArgumentException e) {
            return List.<String>of().iterator(); // the help must work all the same
        }
    }

    /** The ids, for the help and the completion. */
    static final class Ids implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ids().iterator();
        }
    }
}
