package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentChecks.Fault;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What incident files need not repeat: the symptom of each alert, and the conditions of recovery.
 *
 * @param json the content of defaults.json
 */
record IncidentDefaults(JsonNode json) {

    /** Returns an incident's content with what it leaves to the defaults. */
    JsonNode complete(JsonNode incident) {
        var completed = (ObjectNode) incident.deepCopy();
        completed
                .at("/expect/pages")
                .valueStream()
                .filter(page -> !page.has("symptom"))
                .forEach(page -> ((ObjectNode) page).set("symptom", symptom(page)));
        if (!completed.has("recovered")) {
            completed.set("recovered", json.path("recovered"));
        }
        return completed;
    }

    /** Returns a fault for each expected page that names no symptom and whose alert has none here. */
    List<Fault> faults(JsonNode incident) {
        var pages = incident.at("/expect/pages");
        return IntStream.range(0, pages.size())
                .filter(i ->
                        !pages.get(i).has("symptom") && symptom(pages.get(i)).isMissingNode())
                .mapToObj(i -> new Fault(
                        List.of("expect", "pages", i, "alert"),
                        "defaults.json has no symptom of %s, so it must stand here"
                                .formatted(pages.get(i).path("alert").asString(""))))
                .toList();
    }

    private JsonNode symptom(JsonNode page) {
        return json.path("symptoms").path(page.path("alert").asString(""));
    }
}
