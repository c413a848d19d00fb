package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.ServiceCatalog;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The connection budget: how many connections the pools of all pods ask for, and how many PostgreSQL grants.
 *
 * @param pool default size of a pod's connection pool
 * @param limit PostgreSQL's {@code max_connections}
 * @param reserved connections of {@code limit} that are kept for the superuser and the monitoring
 */
public record Budget(int pool, int limit, int reserved) {

    /** PostgreSQL's default of {@code superuser_reserved_connections}, which the chart leaves as it is. */
    private static final int SUPERUSER = 3;

    /** @param values of the release {@code orderflow} */
    public static Budget of(JsonNode values) {
        var postgresql = values.path("postgresql");
        return new Budget(
                values.path("defaults").path("pool").asInt(),
                postgresql.path("maxConnections").asInt(),
                SUPERUSER + postgresql.path("reservedConnections").asInt());
    }

    /** Connections that PostgreSQL grants to the services. */
    int granted() {
        return limit - reserved;
    }

    /** Counts the pods that have a database. */
    static int databasePods(Map<String, Integer> pods) {
        var databases = ServiceCatalog.here().needing("postgresql");
        return pods.entrySet().stream()
                .filter(entry -> databases.contains(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Connections that the pools of these pods ask for. */
    int asked(Map<String, Integer> pods) {
        return databasePods(pods) * pool;
    }
}
