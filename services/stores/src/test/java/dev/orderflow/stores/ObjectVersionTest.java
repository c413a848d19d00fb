package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tests versions of Kubernetes objects as both log stores return the lines of the Collector's k8sobjects receiver. */
class ObjectVersionTest {

    private static final String CONTAINERS = """
            [{"name":"order","image":"localhost/order:0.1.0","env":[{"name":"LIMIT","value":"2"},{"name":"A","value":"b"}]}]""";
    private static final String MANAGERS = """
            [{"manager":"helm","operation":"Apply","time":"2026-11-28T01:00:00Z"},\
            {"manager":"kubectl-set","operation":"Update","time":"2026-11-28T02:00:00Z"},\
            {"manager":"kube-controller-manager","operation":"Update","subresource":"status","time":"2026-11-28T02:00:05Z"}]""";

    /** VictoriaLogs makes a field of each member of an object, and keeps lists as JSON. */
    @Test
    void ofVictoriaLogs() {
        var line = Http.JSON
                .createObjectNode()
                .put("_time", "2026-11-28T02:00:00Z")
                .put("_msg", "missing _msg field")
                .put("service.name", "kubernetes-changes")
                .put("k8s.resource.name", "deployments")
                .put("type", "MODIFIED")
                .put("object.kind", "Deployment")
                .put("object.metadata.name", "order")
                .put("object.metadata.namespace", "orderflow")
                .put("object.metadata.generation", "7")
                .put("object.metadata.managedFields", MANAGERS)
                .put("object.metadata.annotations.deployment.kubernetes.io/revision", "4")
                .put("object.metadata.annotations.meta.helm.sh/release-name", "orderflow")
                .put("object.spec.replicas", "1")
                .put("object.spec.template.spec.containers", CONTAINERS)
                .put("object.status.replicas", "2");
        assertThat(ObjectVersion.of(VictoriaLogsReader.line("", line)))
                .singleElement()
                .satisfies(ObjectVersionTest::isOrder);
    }

    /** Loki keeps the whole object as the line. */
    @Test
    void ofLoki() {
        assertThat(ObjectVersion.of(line("{\"type\":\"MODIFIED\",\"object\":" + order() + "}")))
                .singleElement()
                .satisfies(ObjectVersionTest::isOrder);
        assertThat(ObjectVersion.of(line("{\"type\":\"DELETED\",\"object\":" + order() + "}")))
                .singleElement()
                .satisfies(version -> assertThat(version.isDeleted()).isTrue());
    }

    /** The regular listing wraps an object in no event: the line is the object. */
    @Test
    void ofAList() {
        assertThat(ObjectVersion.of(line(order().toString()))).singleElement().satisfies(ObjectVersionTest::isOrder);
    }

    @Test
    void whatWasCreatedShortlyBeforeIsNew() {
        for (var created : Map.of("2026-11-28T01:59:58Z", true, "2026-11-28T01:00:00Z", false, "soon", false)
                .entrySet()) {
            var order = order();
            order.withObject("/metadata").put("creationTimestamp", created.getKey());
            assertThat(ObjectVersion.of(line(order.toString())))
                    .singleElement()
                    .satisfies(version -> assertThat(version.isNew()).isEqualTo(created.getValue()));
        }
    }

    /** The kinds that are read are those that the Collector of the cluster watches. */
    @Test
    void theWatchedKindsAreThoseOfTheChart() throws Exception {
        var values = Files.readString(Path.of("../../helm/observability/values.yaml"));
        var changes = values.substring(
                values.indexOf("\n  changes:"), values.indexOf("\n  resources:", values.indexOf("\n  changes:")));
        assertThat(Pattern.compile("\\{name: (\\w+),")
                        .matcher(changes)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(ObjectVersion.WATCHED);
    }

    @Test
    void whatIsNoObjectIsLeftOut() {
        assertThat(ObjectVersion.of(line("{\"type\":"))).isEmpty();
        assertThat(ObjectVersion.of(line("{\"kind\":\"Deployment\"}"))).isEmpty();
        assertThat(ObjectVersion.of(line("[not JSON"))).isEmpty();
        assertThat(ObjectVersion.of(line(""))).isEmpty();
    }

    private static void isOrder(ObjectVersion version) {
        assertThat(version.time()).isEqualTo("2026-11-28T02:00:00Z");
        assertThat(version.kind()).isEqualTo("Deployment");
        assertThat(version.namespace()).isEqualTo("orderflow");
        assertThat(version.name()).isEqualTo("order");
        assertThat(version.isDeleted()).isFalse();
        assertThat(version.author()).isEqualTo("kubectl-set");
        assertThat(version.fields())
                .containsEntry("spec.replicas", "1")
                .containsEntry("spec.template.spec.containers[order].env[LIMIT].value", "2")
                .containsKey("metadata.annotations.meta.helm.sh/release-name")
                .doesNotContainKeys("status.replicas", "metadata.generation")
                .doesNotContainKey("metadata.annotations.deployment.kubernetes.io/revision");
    }

    private static LogStore.Line line(String body) {
        return new LogStore.Line(
                Instant.parse("2026-11-28T02:00:00Z"),
                "kubernetes-changes",
                "",
                "",
                "",
                body,
                Map.of("k8s_resource_name", "deployments"));
    }

    private static ObjectNode order() {
        var order = Http.JSON.createObjectNode().put("kind", "Deployment");
        order.putObject("metadata")
                .put("name", "order")
                .put("namespace", "orderflow")
                .put("generation", 7)
                .set("managedFields", Http.JSON.readTree(MANAGERS));
        order.withObject("/metadata/annotations")
                .put("deployment.kubernetes.io/revision", "4")
                .put("meta.helm.sh/release-name", "orderflow");
        order.putObject("spec").put("replicas", 1);
        order.withObject("/spec/template/spec").set("containers", Http.JSON.readTree(CONTAINERS));
        order.putObject("status").put("replicas", 2);
        return order;
    }
}
