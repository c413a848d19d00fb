package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recovers from an incident. */
@Command(
        name = "recover",
        description = {
            "Mitigates the running incident, waits until it is over, ten minutes at most, and ends its load.",
            "It is over where all that the incident's file measures is well, and no page is open."
        },
        exitCodeList = {
            "0:the incident is over",
            "1:it is not after ten minutes, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make recover PODS=20")
public final class RecoverCommand extends ClusterCommand {

    @Option(
            names = "--pods",
            paramLabel = "<number>",
            defaultValue = "20",
            description =
                    "Pods in all at most, where pods set the incident off, up to 999 (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--pods", pods, 0, 999);
        incident.check();
    }

    @Override
    protected boolean run(Cluster cluster) throws InterruptedException {
        // Whichever runs: where it does not, there is nothing to undo.
        for (var other : IncidentFile.all(IncidentOption.FOLDER)) {
            var sql = other.trigger().sql();
            if (sql != null) {
                new SqlSession(cluster.kubectl()).undo(sql);
            }
        }
        new Recovery(cluster, incident.load(), new Progress()).run(pods);
        // Its orders that are under way would be an audit's violations.
        new LoadJob(cluster.kubectl()).stop();
        System.out.println("the night's load is ended");
        System.out.println("\n  whether every order was conserved   make audit WAIT=120");
        return true;
    }
}
