package dev.orderflow.drill.cluster;

import tools.jackson.databind.node.ObjectNode;

/** The name of an object in the cluster. */
public record ObjectName(String apiVersion, String kind, String namespace, String name) {

    /** Returns the name of a service's Deployment. */
    public static ObjectName deployment(String service) {
        return new ObjectName("apps/v1", "Deployment", Deployments.NAMESPACE, service);
    }

    /** Returns the name of a store's StatefulSet. */
    public static ObjectName statefulSet(String store) {
        return new ObjectName("apps/v1", "StatefulSet", Deployments.NAMESPACE, store);
    }

    /** Returns a manifest that has nothing but the name. */
    ObjectNode manifest() {
        var manifest =
                Kubectl.JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        manifest.putObject("metadata").put("namespace", namespace).put("name", name);
        return manifest;
    }

    @Override
    public String toString() {
        return "%s %s of namespace %s".formatted(kind, name, namespace);
    }
}
