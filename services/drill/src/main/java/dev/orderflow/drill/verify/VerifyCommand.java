package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import picocli.CommandLine.Command;

/** Verifies the running system: places an order and checks its telemetry, and who may read and connect to what. */
@Command(
        name = "verify",
        description = {
            "Places an order, and checks it, its trace, logs, metrics and exemplars, who may read the stores, and "
                    + "who may connect to what; a line a check.",
            "A check is tried for 90 s."
        })
public final class VerifyCommand extends ClusterCommand {

    @Override
    protected boolean run(Cluster cluster) {
        return new Verify().run();
    }
}
