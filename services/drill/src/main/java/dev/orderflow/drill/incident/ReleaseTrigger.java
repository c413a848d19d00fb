package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.ObjectName;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trigger that releases a version of a service: its Deployment gets the version's image. The source of a version is
 * the tree's own, changed by a patch, {@code k8s/releases/<service>/<version>.patch}, whose first line is that of the
 * changelog. The service's pods are replaced.
 */
public record ReleaseTrigger(String service, String version) implements Trigger {

    private static final String VERSION = "app.kubernetes.io/version";
    private static final String NAME = "app.kubernetes.io/name";

    /** Returns the file of the patch, below the folder of releases. */
    Path patch() {
        return Path.of(service, version + ".patch");
    }

    @Override
    public List<ReleaseTrigger> releases() {
        return List.of(this);
    }

    @Override
    public void begin(Site site) throws InterruptedException {
        var object = read(site);
        var image = image(object);
        if (version(image).equals(version)) {
            return;
        }
        put(object, image.substring(0, image.lastIndexOf(':') + 1) + version, version);
        site.replace(object);
    }

    /** Sets the image back to that of the Helm release, which this change has left as it was. */
    @Override
    public void undo(Site site) throws InterruptedException {
        var object = read(site);
        if (version(image(object)).equals(version)) {
            var declared = site.cluster().declared(ObjectName.deployment(service));
            put(
                    object,
                    image(declared),
                    declared.at("/spec/template/metadata/labels").path(VERSION).asString());
            site.replace(object);
        }
        // Pods of the version that the node has ended stay in its list until somebody removes them.
        var kubectl = site.cluster().kubectl();
        var ended = kubectl.all("pods", "--selector", NAME + "=" + service, "--field-selector", "status.phase=Failed");
        if (!ended.isEmpty()) {
            kubectl.delete(List.copyOf(ended), false);
        }
    }

    @Override
    public boolean isInForce(Site site) {
        return version(image(read(site))).equals(version);
    }

    private ObjectNode read(Site site) {
        return site.cluster().kubectl().read(ObjectName.deployment(service));
    }

    private static String image(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0/image").asString("");
    }

    private static String version(String image) {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    private static void put(ObjectNode deployment, String image, String version) {
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("image", image);
        deployment.withObject("/spec/template/metadata/labels").put(VERSION, version);
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "releasing " + this;
    }

    @Override
    public String undoing() {
        return service + " as the Helm release has it";
    }

    @Override
    public String toString() {
        return service + " " + version;
    }
}
