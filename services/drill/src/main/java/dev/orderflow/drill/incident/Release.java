package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The Helm release of the services. Sets single values of it, and resets values that mitigations have set. */
public final class Release {

    private static final String NAME = "orderflow";

    private final Site site;

    public Release(Site site) {
        this.site = site;
    }

    /**
     * Upgrades the release with its present chart, and waits until the pods that the upgrade replaces are ready.
     *
     * @param values by their paths
     */
    void set(Map<String, JsonNode> values) throws InterruptedException {
        site.progress()
                .accept("upgrading the release %s: %s"
                        .formatted(
                                NAME,
                                values.entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(value -> value.getKey() + "=" + value.getValue())
                                        .collect(Collectors.joining(", "))));
        site.cluster().upgrade(NAME, values);
        site.awaitPods();
    }

    /**
     * Resets the values that mitigations of these incidents have set to the chart's defaults, so that the incidents can
     * happen again. Values that somebody else set stay; no-op if no mitigation is in force.
     */
    public void forgetMitigations(Collection<Incident> incidents) throws InterruptedException {
        var values = mitigated(incidents, site.cluster().values(NAME), Cluster.defaults());
        if (!values.isEmpty()) {
            set(values);
        }
    }

    /**
     * Returns the chart's defaults of the values that mitigations have set, for those that are in force.
     *
     * @param values of the release
     * @param defaults of its chart
     */
    static Map<String, JsonNode> mitigated(Collection<Incident> incidents, JsonNode values, JsonNode defaults) {
        var reset = new HashMap<String, JsonNode>();
        for (var incident : incidents) {
            for (var mitigation : incident.mitigations()) {
                if (mitigation.run() instanceof Remedy.Upgrade upgrade) {
                    upgrade.set().forEach((path, value) -> {
                        var normal = at(defaults, path);
                        if (at(values, path).equals(value) && !normal.equals(value)) {
                            reset.put(path, normal);
                        }
                    });
                }
            }
        }
        return reset;
    }

    static JsonNode at(JsonNode values, String path) {
        return values.at("/" + path.replace('.', '/'));
    }
}
