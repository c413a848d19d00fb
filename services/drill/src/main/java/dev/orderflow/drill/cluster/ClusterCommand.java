package dev.orderflow.drill.cluster;

import dev.orderflow.console.ConsoleCommand;
import picocli.CommandLine.Command;

/**
 * The base class of commands that need the running cluster. Checks the options first, then that the cluster answers.
 */
@Command(
        exitCodeList = {
            "0:all that was checked is well",
            "1:a check failed, or no cluster answers",
            ConsoleCommand.REFUSED
        })
public abstract class ClusterCommand extends ConsoleCommand {

    @Override
    public final Integer call() throws Exception {
        check();
        var cluster = Cluster.local();
        cluster.kubectl().requireCluster();
        return run(cluster) ? 0 : 1;
    }

    /** Checks the options, before the cluster is contacted. */
    protected void check() {}

    /**
     * Does the work.
     *
     * @return whether all is well
     */
    protected abstract boolean run(Cluster cluster) throws Exception;
}
