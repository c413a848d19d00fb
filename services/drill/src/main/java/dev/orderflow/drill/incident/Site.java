package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The environment that triggers and mitigations act on: the cluster, a session at PostgreSQL, and where progress is
 * printed.
 *
 * @param session runs statements at PostgreSQL
 * @param progress receives lines of progress
 */
public record Site(Cluster cluster, StoreSession session, Consumer<String> progress, Pace pace) {

    /** An environment with sessions of its own, in which pods are added at full pace. */
    public Site(Cluster cluster, Consumer<String> progress) {
        this(cluster, new StoreSession(cluster.kubectl()), progress);
    }

    /** An environment in which pods are added at full pace. */
    public Site(Cluster cluster, StoreSession session, Consumer<String> progress) {
        this(cluster, session, progress, Pace.FULL);
    }

    /**
     * Replaces an object by a changed version of itself. Where that is a Deployment, waits until its pods are ready.
     *
     * @throws IllegalStateException if it is refused, or if the pods do not become ready
     */
    void replace(JsonNode object) throws InterruptedException {
        cluster.kubectl().replace(List.of(object));
        if (object.path("kind").asString("").equals("Deployment")) {
            var service = object.at("/metadata/name").asString();
            var pods = object.at("/spec/replicas").asInt(1);
            new Scaling(new Deployments(cluster.kubectl()), pace.atOnce(), progress)
                    .to(Map.of(service, pods), pace.isEnough(), pace.hold());
        }
    }

    /** Waits until as many pods of each service are ready as are wanted now. */
    void awaitPods() throws InterruptedException {
        var deployments = new Deployments(cluster.kubectl());
        new Scaling(deployments, ConcurrentStarts.MOST, progress)
                .to(deployments.states().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, state -> state.getValue().pods())));
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
