package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.IntNode;

class ReleaseTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DEFAULTS = JSON.readTree("{\"defaults\": {\"pool\": 5}}");

    private final List<Incident> incidents = IncidentFile.all(Tree.incidents(Tree.ROOT));

    @Test
    void aMitigationInForceGivesWayToTheChartsDefault() {
        assertThat(Release.mitigated(incidents, JSON.readTree("{\"defaults\": {\"pool\": 3}}"), DEFAULTS))
                .containsExactly(entry("defaults.pool", IntNode.valueOf(5)));
    }

    @Test
    void whatSomebodyElseSetStays() {
        assertThat(Release.mitigated(incidents, JSON.readTree("{\"defaults\": {\"pool\": 4}}"), DEFAULTS))
                .isEmpty();
        assertThat(Release.mitigated(incidents, DEFAULTS, DEFAULTS)).isEmpty();
        var three = JSON.readTree("{\"defaults\": {\"pool\": 3}}");
        assertThat(Release.mitigated(incidents, three, three)).isEmpty();
    }
}
