package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.ObjectName;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A trigger that gives a service environment variables which its chart does not set, as {@code kubectl set env} does.
 * The service's pods are replaced.
 *
 * @param set values by name
 */
public record EnvTrigger(String service, Map<String, String> set) implements Trigger {

    public EnvTrigger {
        set = Map.copyOf(set);
    }

    @Override
    public void begin(Site site) throws InterruptedException {
        var object = read(site);
        var present = present(object);
        if (present.equals(set)) {
            return;
        }
        if (!present.isEmpty()) {
            throw new IllegalStateException("%s has %s already; try: %s"
                    .formatted(
                            ObjectName.deployment(service),
                            present,
                            Kubectl.command("--namespace orderflow set env deployment/%s %s"
                                    .formatted(
                                            service,
                                            present.keySet().stream()
                                                    .map(name -> name + "-")
                                                    .collect(Collectors.joining(" "))))));
        }
        var variables = container(object).withArray("env");
        new TreeMap<>(set)
                .forEach(
                        (name, value) -> variables.addObject().put("name", name).put("value", value));
        site.replace(object);
    }

    /** Removes the variables that have the trigger's values. */
    @Override
    public void undo(Site site) throws InterruptedException {
        var object = read(site);
        var before = present(object);
        if (container(object).path("env") instanceof ArrayNode variables) {
            variables.removeIf(this::isOurs);
        }
        if (!present(object).equals(before)) {
            site.replace(object);
        }
    }

    private boolean isOurs(JsonNode variable) {
        return variable.path("value")
                .asString("")
                .equals(set.get(variable.path("name").asString("")));
    }

    @Override
    public boolean isInForce(Site site) {
        return present(read(site)).equals(set);
    }

    private JsonNode read(Site site) {
        return site.cluster().kubectl().read(ObjectName.deployment(service));
    }

    /** Returns those of the variables that are set, with their values. */
    private Map<String, String> present(JsonNode object) {
        return container(object)
                .path("env")
                .valueStream()
                .filter(variable -> set.containsKey(variable.path("name").asString("")))
                .collect(Collectors.toMap(
                        variable -> variable.path("name").asString(),
                        variable -> variable.path("value").asString("")));
    }

    private static JsonNode container(JsonNode object) {
        return object.at("/spec/template/spec/containers/0");
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "%s for %s".formatted(new TreeMap<>(set), service);
    }

    @Override
    public String undoing() {
        return "%s without %s".formatted(service, String.join(", ", new TreeMap<>(set).keySet()));
    }
}
