package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Walks from many pages and failed requests, and prints how many arrive at the cause. */
@Command(
        name = "walks",
        description = "While pages fire: walks from each of them and then from failed requests, and counts how many "
                + "arrive, at what cause, and how long each hop took.",
        exitCodeList = {
            "0:every walk arrived at a cause",
            "1:one did not, or there was nothing to walk from",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make walks COUNT=20")
public final class WalksCommand extends ClusterCommand {

    @Option(
            names = "--count",
            paramLabel = "<number>",
            defaultValue = "20",
            description = "Walks, 1 to 999 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--count", count, 1, 999);
        incident.check();
    }

    @Override
    protected boolean run(Cluster cluster) {
        var result = new Walks(cluster, incident.load().truth().cause()).run(count, Instant.EPOCH);
        if (result.walked() == 0) {
            throw new IllegalStateException("no page fires and no request failed in the last "
                    + Walks.WINDOW.toMinutes() + " minutes; try: make incident");
        }
        System.out.println(result.row());
        return result.arrived() == result.walked();
    }
}
