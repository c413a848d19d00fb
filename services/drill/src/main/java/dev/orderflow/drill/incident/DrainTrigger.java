package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trigger that drains the nodes of the services' pods, as {@code kubectl drain} with a selector does: no pod may
 * start on them, and the pods end. Without a budget for their disruption, they end all at once.
 *
 * @param cordonOnly whether the pods go on; null for not
 */
public record DrainTrigger(@Nullable Boolean cordonOnly) implements Trigger {

    private static final String CORDON = "unschedulable";

    @Override
    public void begin(Site site) {
        var kubectl = site.cluster().kubectl();
        cordon(kubectl, true);
        if (!podsGoOn()) {
            kubectl.delete(new Deployments(kubectl).pods(), false);
        }
    }

    private boolean podsGoOn() {
        return Boolean.TRUE.equals(cordonOnly);
    }

    /** Lets pods start again, and waits until the services' pods are ready. */
    @Override
    public void undo(Site site) throws InterruptedException {
        if (!isInForce(site)) {
            return;
        }
        cordon(site.cluster().kubectl(), false);
        site.awaitPods();
    }

    @Override
    public boolean isInForce(Site site) {
        return nodes(site.cluster().kubectl()).stream()
                .anyMatch(node -> node.path("spec").path(CORDON).asBoolean(false));
    }

    private static void cordon(Kubectl kubectl, boolean isCordoned) {
        var nodes = nodes(kubectl);
        nodes.forEach(node -> node.withObject("/spec").put(CORDON, isCordoned));
        kubectl.replace(List.<JsonNode>copyOf(nodes));
    }

    private static List<ObjectNode> nodes(Kubectl kubectl) {
        return kubectl.all("nodes");
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return (podsGoOn() ? "cordoning" : "draining") + " the nodes";
    }

    @Override
    public String undoing() {
        return "the nodes take pods again";
    }
}
