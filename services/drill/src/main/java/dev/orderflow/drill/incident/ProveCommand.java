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

/** Proves that an incident pages where its file expects it, and nowhere else. */
@Command(
        name = "prove",
        description = {
            "Makes the runs that the incident's file lists as its proof, each several times with the same load: "
                    + "pages fire where they are expected, and never where the incident is prevented.",
            "A run takes 8 to 14 minutes on two cores. Results are kept in build/prove/<incident>: an interrupted "
                    + "proof continues, and the table shows all results."
        },
        exitCodeList = {
            "0:every run met its expectation",
            "1:one did not, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make prove TIMES=1 RUNS=\"47 47-fixed\"")
public final class ProveCommand extends ClusterCommand {

    @Option(
            names = "--times",
            paramLabel = "<number>",
            defaultValue = "3",
            description = "How often each run is made, 1 to 99 (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(
            names = "--run",
            paramLabel = "<name>",
            completionCandidates = Runs.class,
            description = "Only this run, ${COMPLETION-CANDIDATES}; may be given several times (default: all).")
    private List<String> runs = new ArrayList<>();

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--times", times, 1, 99);
        incident.check();
        if (!runs.isEmpty()) {
            var names = incident.load().proof().stream().map(Proof::run).toList();
            var unknown = runs.stream().filter(run -> !names.contains(run)).toList();
            if (!unknown.isEmpty()) {
                throw refusal(
                        "Invalid value for option '--run': no such runs: %s; there are %s".formatted(unknown, names));
            }
        }
    }

    @Override
    protected boolean run(Cluster cluster) throws Exception {
        return new Prove(cluster, incident.load()).run(times, runs);
    }

    /** The names of the runs, for the help and the completion. */
    static final class Runs implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return IncidentOption.candidates(
                    incident -> incident.proof().stream().map(Proof::run));
        }
    }
}
