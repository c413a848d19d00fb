package dev.orderflow.drill.verify;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Prints which queries of the dashboards and rules have an answer, and why the others have none. */
@Command(
        name = "coverage",
        description =
                "Prints how many queries of the dashboards and rules have an answer now, and why the others have none.",
        exitCodeList = {
            "0:each query has an answer, or a known reason for none",
            "1:one has none for no known reason, or no cluster answers",
            ConsoleCommand.REFUSED
        })
public final class CoverageCommand extends ClusterCommand {

    @Override
    protected boolean run(Cluster cluster) throws IOException {
        return ShowCoverage.run(cluster);
    }
}
