package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import picocli.CommandLine.Command;

/** Verifies that an outage of the trace store loses no span. */
@Command(
        name = "verify-outage",
        description =
                "Takes the trace store away for 60 s while two orders a second are placed, and counts what of their "
                        + "traces is lost: four minutes.")
public final class OutageCommand extends ExclusiveCommand {

    @Override
    protected boolean runAlone(Cluster cluster) throws InterruptedException {
        return OutageCheck.run(cluster);
    }
}
