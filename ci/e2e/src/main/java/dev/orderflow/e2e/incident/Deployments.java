package dev.orderflow.e2e.incident;

import dev.orderflow.e2e.verify.Kubectl;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The Deployments of the seven services. */
public final class Deployments {

    static final String POOL = "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE";

    private static final String NAMESPACE = "orderflow";

    private final Kubectl kubectl;

    public Deployments(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * One of them as it is.
     *
     * @param pods asked for
     * @param ready of those, of the newest kind
     * @param pool connections that each pod holds; 0 where it has no database
     */
    public record State(int pods, int ready, int pool) {}

    public Map<String, State> states() {
        return kubectl.get("deployments", "--namespace", NAMESPACE, "--selector", "app.kubernetes.io/component=service")
                .path("items")
                .valueStream()
                .collect(Collectors.toMap(
                        deployment -> deployment.path("metadata").path("name").asString(), Deployments::state, (a, _) -> a, TreeMap::new));
    }

    private static State state(JsonNode deployment) {
        var status = deployment.path("status");
        var seen = status.path("observedGeneration").asInt() == deployment.path("metadata").path("generation").asInt();
        var pods = deployment.path("spec").path("replicas").asInt();
        // Old ones that still run are not gone yet: then it is not there yet either.
        var settled = seen && status.path("replicas").asInt(0) <= Math.max(pods, status.path("updatedReplicas").asInt(0));
        var ready = settled ? Math.min(status.path("readyReplicas").asInt(0), status.path("updatedReplicas").asInt(0)) : 0;
        return new State(pods, ready, pool(deployment));
    }

    private static int pool(JsonNode deployment) {
        return deployment.path("spec").path("template").path("spec").path("containers").path(0).path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals(POOL))
                .mapToInt(variable -> Integer.parseInt(variable.path("value").asString()))
                .findFirst()
                .orElse(0);
    }

    void scale(String service, int pods) {
        kubectl.run("scale", "deployment/" + service, "--replicas=" + pods, "--namespace", NAMESPACE);
    }

    /** Replaces its pods one after the other, by the same. */
    void restart(String service) {
        kubectl.run("rollout", "restart", "deployment/" + service, "--namespace", NAMESPACE);
    }

    /** Rolls their pods, where it is not so already. */
    void pool(List<String> services, int connections) {
        for (var service : services) {
            kubectl.run("set", "env", "deployment/" + service, POOL + "=" + connections, "--namespace", NAMESPACE);
        }
    }
}
