package dev.orderflow.drill.exercise;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.console.DurationConverter;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import dev.orderflow.drill.incident.IncidentOption;
import dev.orderflow.drill.incident.YesNo;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs a drill. */
@Command(
        name = "drill",
        description = {
            "Holds a drill: a load, a quiet baseline, then a box of time in which something may begin. A responder "
                    + "says at the pager what it is; the drill is mended, scored, and kept in build/drill.",
            "The processes that it starts give nothing away by their arguments or environment; --incident and --seed, "
                    + "if given, are in the list of processes while the drill runs."
        },
        exitCodeList = {
            "0:the drill was held, and nothing gave the selection away",
            "1:it could not be held, or something gave the selection away, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make drill BOX=10m LIMIT=20m DECOYS=0.3 RESPONDER=person NAME=alice")
public final class DrillCommand extends ExclusiveCommand {

    private static final long LARGE = 1_000_000_000_000_000L;

    @Option(
            names = "--box",
            paramLabel = "<duration>",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "Time within which something begins, if anything does: 90s, 10m or 1h, up to 2h"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration box = Duration.ZERO;

    @Option(
            names = "--limit",
            paramLabel = "<duration>",
            defaultValue = "20m",
            converter = DurationConverter.class,
            description = "Time after the box until the drill closes, up to 2h (default: ${DEFAULT-VALUE}).")
    private Duration limit = Duration.ZERO;

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            converter = SeedConverter.class,
            description = "Seed of the selection: the same seed selects the same (default: one that nobody guesses).")
    private @Nullable Long seed;

    @Option(
            names = "--decoys",
            paramLabel = "<share>",
            defaultValue = "0.3",
            converter = ShareConverter.class,
            description = "Share of drills, 0 to 1, in which nothing is wrong (default: ${DEFAULT-VALUE}).")
    private double decoys;

    @Option(
            names = "--responder",
            paramLabel = "<who>",
            defaultValue = "person",
            description = "Who responds: a person at the pager, or a program: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}).")
    private Responder.Kind responder = Responder.Kind.PERSON;

    @Option(
            names = "--name",
            paramLabel = "<login>",
            defaultValue = "",
            description = "Whose statements count, by the login or the token's name (default: anybody's).")
    private String name = "";

    @Option(
            names = "--incident",
            paramLabel = "<id>",
            defaultValue = "",
            completionCandidates = IncidentsAndDecoy.class,
            description = "What begins: ${COMPLETION-CANDIDATES} (default: selected at random).")
    private String incident = "";

    @Option(
            names = "--keep",
            paramLabel = "<yes|no>",
            defaultValue = "no",
            description = "Keep the figures in k8s/incidents/drills.json too, from which the docs have a table"
                    + " (default: ${DEFAULT-VALUE}).")
    private YesNo keep = YesNo.NO;

    @Override
    protected void check() {
        var known = ids();
        if (!incident.isEmpty() && !known.contains(incident)) {
            throw refusal("Invalid value for option '--incident': there is no %s; there are: %s"
                    .formatted(incident, String.join(", ", known)));
        }
    }

    @Override
    protected boolean runAlone(Cluster cluster) throws InterruptedException, IOException {
        return new Drill(cluster, options()).run();
    }

    DrillOptions options() {
        // A random seed is so large that nobody can try them all.
        var selectionSeed = seed == null ? new SecureRandom().nextLong(LARGE, Long.MAX_VALUE) : seed;
        return new DrillOptions(box, limit, selectionSeed, decoys, responder, name, incident, keep == YesNo.YES);
    }

    private static List<String> ids() {
        return Stream.concat(IncidentOption.ids().stream(), Stream.of(DrillOptions.DECOY))
                .toList();
    }

    /** Parses a whole number of at most 18 digits. */
    static final class SeedConverter implements ITypeConverter<Long> {

        @Override
        public Long convert(String text) {
            if (!text.matches("[0-9]{1,18}")) {
                throw new TypeConversionException("'" + text + "' is no whole number of 18 digits at most");
            }
            return Long.valueOf(text);
        }
    }

    /** Parses a share from 0 to 1. */
    static final class ShareConverter implements ITypeConverter<Double> {

        @Override
        public Double convert(String text) {
            if (!text.matches("0(\\.[0-9]+)?|1(\\.0+)?")) {
                throw new TypeConversionException("'" + text + "' is no share from 0 to 1");
            }
            return Double.valueOf(text);
        }
    }

    /** The ids of incidents and {@code decoy}, for the help and the completion. */
    static final class IncidentsAndDecoy implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return ids().iterator();
        }
    }
}
