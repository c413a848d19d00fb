package dev.orderflow.walk.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.ObjectVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private static final String ENV = "spec.template.spec.containers[order].env[ORDERFLOW_DEADLINE_REQUEST].value";

    @Test
    void aVersionThatDiffersIsAChangeAndTheFirstIsNone() {
        var versions = List.of(
                version(0, Map.of("spec.replicas", "1")),
                version(1, Map.of("spec.replicas", "1")),
                version(2, Map.of("spec.replicas", "1", ENV, "2")),
                version(3, Map.of("spec.replicas", "0", ENV, "2")));
        assertThat(Change.between(versions))
                .extracting(Change::toString)
                .containsExactly(
                        "Deployment order, by kubectl: [order].env[ORDERFLOW_DEADLINE_REQUEST].value none → 2",
                        "Deployment order, by kubectl: spec.replicas 1 → 0");
    }

    @Test
    void ofALongTextTheFirstLinesThatDifferAreShown() {
        var before = "cluster.local {\n  errors\n  kubernetes cluster.local\n  reload\n}\n";
        var versions = List.of(
                version(0, Map.of("data.Corefile", before)),
                version(
                        1,
                        Map.of(
                                "data.Corefile",
                                before.replace("kubernetes cluster.local", "kubernetes cluster.locale"))));
        assertThat(Change.between(versions))
                .singleElement()
                .satisfies(change -> assertThat(change.what())
                        .containsExactly("data.Corefile kubernetes cluster.local → kubernetes cluster.locale"));
    }

    @Test
    void whatIsDeletedIsAChange() {
        var gone = new ObjectVersion(
                Instant.EPOCH.plusSeconds(9), "NetworkPolicy", "orderflow", "inventory", true, false, Map.of(), "");
        assertThat(Change.between(List.of(gone)))
                .extracting(Change::toString)
                .containsExactly("NetworkPolicy inventory: deleted");
    }

    /** Who creates a policy that allows nothing has changed something. */
    @Test
    void whatIsCreatedIsAChangeAndWhatIsSeenForTheFirstTimeIsNot() {
        var policies = Stream.of(true, false)
                .map(isNew -> new ObjectVersion(
                        Instant.EPOCH, "NetworkPolicy", "orderflow", "new-" + isNew, false, isNew, Map.of(), "kubectl"))
                .toList();
        assertThat(Change.between(policies))
                .extracting(Change::toString)
                .containsExactly("NetworkPolicy new-true, by kubectl: created");
    }

    private static ObjectVersion version(int second, Map<String, String> fields) {
        return new ObjectVersion(
                Instant.EPOCH.plusSeconds(second), "Deployment", "orderflow", "order", false, false, fields, "kubectl");
    }
}
