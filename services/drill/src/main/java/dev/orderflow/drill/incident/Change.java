package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.Map;
import java.util.function.Consumer;

/** What a team does to a running system. Some of it sets off an incident, some of it harms nobody. */
public interface Change {

    /** Returns when it is made; of pods, when all are ready. */
    void make() throws InterruptedException;

    /**
     * Makes what sets an incident off.
     *
     * @param session what is run at PostgreSQL is run in it
     * @param progress takes how far it is
     */
    static Change of(Incident incident, Cluster cluster, SqlSession session, Consumer<String> progress) {
        var sql = incident.trigger().sql();
        return sql == null ? scale(incident.trigger().pods(), cluster, progress) : () -> session.begin(sql);
    }

    static Change scale(Map<String, Integer> pods, Cluster cluster, Consumer<String> progress) {
        return () -> new Scaling(new Deployments(cluster.kubectl()), Scale.AT_ONCE, progress).to(pods);
    }

    static Change restart(String service, Cluster cluster) {
        return () -> new Deployments(cluster.kubectl()).restart(service);
    }
}
