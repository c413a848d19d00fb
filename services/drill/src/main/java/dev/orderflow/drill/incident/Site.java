package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where triggers and mitigations act.
 *
 * @param session what is run at PostgreSQL is run in it
 * @param progress takes how far it is
 */
public record Site(Cluster cluster, SqlSession session, Consumer<String> progress, Pace pace) {

    /** At full pace. */
    public Site(Cluster cluster, SqlSession session, Consumer<String> progress) {
        this(cluster, session, progress, Pace.FULL);
    }

    /**
     * How fast pods are added.
     *
     * @param atOnce pods that may be starting
     * @param isEnough whether no more are needed
     * @param hold why no further pod may start now; empty where one may
     */
    public record Pace(int atOnce, BooleanSupplier isEnough, Supplier<String> hold) {

        static final Pace FULL = new Pace(ConcurrentStarts.MOST, () -> false, () -> "");
    }
}
