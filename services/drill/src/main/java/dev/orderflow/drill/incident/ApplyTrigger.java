package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.orderflow.drill.cluster.ObjectName;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trigger that creates objects in the cluster, as {@code kubectl create --filename} does. An image without a tag is
 * the name of a StatefulSet of namespace orderflow, and stands for that one's image, which is on the node.
 *
 * @param manifests of the objects, each with its namespace
 */
public record ApplyTrigger(List<ObjectNode> manifests) implements Trigger {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApplyTrigger {
        manifests = List.copyOf(manifests);
    }

    @Override
    public void begin(Site site) {
        if (!isInForce(site)) {
            site.cluster()
                    .kubectl()
                    .create(manifests.stream()
                            .<JsonNode>map(manifest -> withImages(manifest, site))
                            .toList());
        }
    }

    private static ObjectNode withImages(ObjectNode manifest, Site site) {
        var complete = manifest.deepCopy();
        for (var container : complete.at("/spec/template/spec/containers")) {
            var image = container.path("image").asString("");
            if (!image.contains(":")) {
                var set = site.cluster().kubectl().read(ObjectName.statefulSet(image));
                ((ObjectNode) container).set("image", set.at("/spec/template/spec/containers/0/image"));
            }
        }
        return complete;
    }

    /** Deletes the objects, and waits until their pods are gone. */
    @Override
    public void undo(Site site) {
        site.cluster().kubectl().delete(List.copyOf(manifests), true);
    }

    @Override
    public boolean isInForce(Site site) {
        return site.cluster().kubectl().isAnyThere(List.copyOf(manifests));
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "creating " + names();
    }

    @Override
    public String undoing() {
        return "deleting " + names();
    }

    private String names() {
        return manifests.stream()
                .map(manifest -> manifest.path("kind").asString() + " "
                        + manifest.at("/metadata/name").asString())
                .collect(Collectors.joining(", "));
    }
}
