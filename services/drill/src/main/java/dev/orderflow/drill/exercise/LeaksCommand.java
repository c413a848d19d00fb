package dev.orderflow.drill.exercise;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.incident.IncidentFile;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;

/** Verifies that nothing gives away what a drill is about. */
@Command(
        name = "verify-leaks",
        description = "Searches all that a responder could read in the last hour, and the processes of drills on this "
                + "machine, for the names of incidents and what is true of them.",
        exitCodeList = {
            "0:no leak was found",
            "1:one was, or not all could be searched, or no cluster answers",
            ConsoleCommand.REFUSED
        })
public final class LeaksCommand extends ClusterCommand {

    private static final Duration WINDOW = Duration.ofHours(1);

    /** How many leaks are printed. */
    private static final int SHOWN = 20;

    @Override
    protected boolean run(Cluster cluster) {
        try (var processes = LocalProcesses.ofDrills()) {
            var leaks = new Leaks(IncidentFile.all(IncidentFile.FOLDER), 0);
            var result = LeakCheck.run(
                    new ResponderView(cluster, PagerClient.local(cluster.kubectl())),
                    processes,
                    leaks,
                    Instant.now().minus(WINDOW));
            result.leaks().stream().limit(SHOWN).forEach(System.err::println);
            System.out.println(result.row() + ", searched for " + leaks.terms() + " terms");
            return result.isTight();
        }
    }
}
