package dev.orderflow.drill.cluster;

import java.nio.file.Path;

/**
 * The base class of commands that put load and changes on the cluster. One of them runs at a time on a machine: a
 * second one would end the load of the first, and each would measure the change of the other.
 */
public abstract class ExclusiveCommand extends ClusterCommand {

    /** The environment variable with the lock's file, which all trees of a user share. */
    private static final String LOCK = "ORDERFLOW_RUN_LOCK";

    @Override
    protected final boolean run(Cluster cluster) throws Exception {
        try (var _ = RunLock.take(Path.of(System.getenv().getOrDefault(LOCK, "build/run.lock")))) {
            return runAlone(cluster);
        }
    }

    /**
     * Does the work, while no other such command runs.
     *
     * @return whether all is well
     */
    protected abstract boolean runAlone(Cluster cluster) throws Exception;
}
