package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The environment that triggers and mitigations act on: the cluster, a session at PostgreSQL, and where progress is
 * printed.
 *
 * @param session runs statements at PostgreSQL
 * @param progress receives lines of progress
 */
public record Site(Cluster cluster, SqlSession session, Consumer<String> progress, Pace pace) {

    /** An environment in which pods are added at full pace. */
    public Site(Cluster cluster, SqlSession session, Consumer<String> progress) {
        this(cluster, session, progress, Pace.FULL);
    }

    /**
     * The pace at which pods are added.
     *
     * @param atOnce how many pods may start at the same time
     * @param isEnough whether no more pods are needed
     * @param hold why no further pod may start now; empty if one may
     */
    public record Pace(int atOnce, BooleanSupplier isEnough, Supplier<String> hold) {

        static final Pace FULL = new Pace(ConcurrentStarts.MOST, () -> false, () -> "");
    }
}
