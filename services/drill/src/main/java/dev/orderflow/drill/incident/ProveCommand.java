package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import dev.orderflow.drill.cluster.LoadJob;
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
                    + "proof continues, and the table shows all results.",
            "With --incident all, the runs of all incidents are made, one incident after the other."
        },
        exitCodeList = {
            "0:every run met its expectation",
            "1:one did not, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make prove TIMES=1 RUNS=\"47 47-fixed\"")
public final class ProveCommand extends ExclusiveCommand {

    /** The value of {@code --incident} for all incidents, one after the other. */
    private static final String ALL = "all";

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

    @Option(
            names = "--keep",
            paramLabel = "<yes|no>",
            defaultValue = "no",
            description =
                    "Keep the results in k8s/incidents/proofs, from which the docs have their tables, and the last"
                            + " recording whose walks are all right in k8s/incidents/recordings"
                            + " (default: ${DEFAULT-VALUE}).")
    private YesNo keep = YesNo.NO;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--times", times, 1, 99);
        if (!isOfAll()) {
            incident.check();
        }
        if (!runs.isEmpty()) {
            var incidents = isOfAll() ? IncidentFile.all(IncidentFile.FOLDER) : List.of(incident.load());
            var names = incidents.stream()
                    .flatMap(one -> one.proof().stream())
                    .map(Proof::run)
                    .distinct()
                    .toList();
            var unknown = runs.stream().filter(run -> !names.contains(run)).toList();
            if (!unknown.isEmpty()) {
                throw refusal(
                        "Invalid value for option '--run': no such runs: %s; there are %s".formatted(unknown, names));
            }
        }
    }

    @Override
    protected boolean runAlone(Cluster cluster) throws Exception {
        return isOfAll() ? proveAll(cluster) : new Prove(cluster, incident.load()).run(times, runs, keep == YesNo.YES);
    }

    private boolean isOfAll() {
        return incident.id().equals(ALL);
    }

    /**
     * Proves one incident after the other. One that cannot be proved is undone, and does not keep the others from it.
     *
     * @throws IllegalStateException if one cannot be undone
     */
    private boolean proveAll(Cluster cluster) throws Exception {
        var failed = new ArrayList<String>();
        for (var one : IncidentFile.all(IncidentFile.FOLDER)) {
            if (!runs.isEmpty() && one.proof().stream().map(Proof::run).noneMatch(runs::contains)) {
                System.out.println("== " + one.id() + ": it has no such run");
                continue;
            }
            System.out.println("== " + one.id());
            var isProved = false;
            try {
                isProved = new Prove(cluster, one).run(times, runs, keep == YesNo.YES);
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
            if (!isProved) {
                failed.add(one.id());
                undo(cluster, one);
            }
        }
        System.out.println(failed.isEmpty() ? "all are proved" : "not proved: " + String.join(", ", failed));
        return failed.isEmpty();
    }

    private static void undo(Cluster cluster, IncidentFile.Incident incident) throws InterruptedException {
        var site = new Site(cluster, System.out::println);
        var left = Leftovers.undo(List.of(incident), site);
        new LoadJob(cluster.kubectl()).stop();
        if (!left.isEmpty()) {
            throw new IllegalStateException(
                    "%s; try: make recover INCIDENT=%s".formatted(String.join("; ", left), incident.id()));
        }
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
