package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.ServiceCatalog;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The arithmetic of the connections: what the pools ask for, and what PostgreSQL grants.
 *
 * @param pool connections of a pod's pool, where nothing else is said
 * @param limit PostgreSQL's {@code max_connections}
 * @param reserved of those, for the superuser and the monitoring
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

    int granted() {
        return limit - reserved;
    }

    /** Pods with a database, of so many of each service. */
    static int databasePods(Map<String, Integer> pods) {
        var databases = ServiceCatalog.here().needing("postgresql");
        return pods.entrySet().stream()
                .filter(entry -> databases.contains(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    int asked(Map<String, Integer> pods) {
        return databasePods(pods) * pool;
    }
}
