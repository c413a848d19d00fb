package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.incident.IncidentFile.Incident.Proof;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that the incident comes where it should, and nowhere else. */
@Command(
        name = "prove",
        description = {
            "Runs the nights that the incident's file lists as its proof, each several times with the same load: its "
                    + "pages come where they are expected, and never where it is prevented.",
            "A night takes 8 to 14 minutes on two cores. Results are kept in build/prove/<incident>: a run goes on "
                    + "where one was cut off, and the table is of all that is there."
        },
        exitCodeList = {
            "0:every night went as it should",
            "1:one went otherwise, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make prove TIMES=1 RUNS=\"47 47-fixed\"")
public final class ProveCommand extends ClusterCommand {

    @Option(
            names = "--times",
            paramLabel = "<number>",
            defaultValue = "3",
            description = "How often each night is run, 1 to 99 (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(
            names = "--run",
            paramLabel = "<name>",
            completionCandidates = Runs.class,
            description = "Only this night, ${COMPLETION-CANDIDATES}; may be given again (default: all).")
    private List<String> runs = new ArrayList<>();

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--times", times, 1, 99);
        incident.check();
        if (!runs.isEmpty()) {
            var names = incident.load().proof().stream().map(Proof::run).toList();
            var unknown =
                    runs.stream().filter(run -> !names.contains(run)).toList();
            if (!unknown.isEmpty()) {
                throw refusal("Invalid value for option '--run': no such runs: %s; there are %s"
                        .formatted(unknown, names));
            }
        }
    }

    @Override
    protected boolean run(Cluster cluster) throws Exception {
        return new Prove(cluster, incident.load()).run(times, runs);
    }

    /** For the help and the completion. */
    static final class Runs implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return IncidentOption.candidates(
                    incident -> incident.proof().stream().map(Proof::run));
        }
    }
}
