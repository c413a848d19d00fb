package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.ObjectName;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tests triggers that change an object, with a program in kubectl's place that keeps one object in a file. */
class EditTriggerTest {

    private static final String KUBECTL = """
            #!/bin/sh
            cd '%s'
            case "$*" in
              *' get '*) cat >asked; echo '{"kind": "List", "items": ['; cat object.json; echo ']}' ;;
              *' replace '*) sed 's/.*"items":\\[\\(.*\\)\\]}$/\\1/' >new.json && mv new.json object.json && echo replaced >>count ;;
            esac
            """;

    private static final ObjectName ZONES = new ObjectName("v1", "ConfigMap", "kube-system", "coredns");

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void writeKubectl() throws IOException {
        var program = Files.writeString(folder.resolve("kubectl"), KUBECTL.formatted(folder));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var kubectl = new Kubectl(program.toString());
        var address = URI.create("http://127.0.0.1:1");
        site = new Site(
                new Cluster(
                        kubectl,
                        address,
                        address,
                        new PrometheusReader(address),
                        Backend.JAEGER.traces(address),
                        Backend.VICTORIALOGS.logs(address)),
                new StoreSession(kubectl),
                _ -> {});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "/data/zones    | \"zone a b\" | \"zone c b\" | {\"data\":{\"zones\":\"1\\nzone c b\\n2\"}}",
                "/data/size     | 1            | 2            | {\"data\":{\"size\":2}}",
                "/data/list     | [1,2]        | [1]          | {\"data\":{\"list\":[1]}}",
                "/data/list/1   | 2            | 3            | {\"data\":{\"list\":[1,3]}}",
                "/data/new      | none         | {\"a\":1}    | {\"data\":{\"new\":{\"a\":1}}}",
                "/data/a~1b     | none         | \"x\"        | {\"data\":{\"a/b\":\"x\"}}",
            })
    void isMadeOnceAndUndone(String path, @Nullable String from, @Nullable String to, String made) throws Exception {
        object("""
                {"kind": "ConfigMap", "metadata": {"name": "coredns", "resourceVersion": "1"}, "status": {}, "data": {"zones": "1\\nzone a b\\n2", "size": 1, "list": [1, 2]}}""");
        var before = object();
        var trigger = new EditTrigger(ZONES, path, json(from), json(to));
        assertThat(trigger.isInForce(site)).isFalse();
        trigger.undo(site); // not made yet
        assertThat(folder.resolve("count")).doesNotExist();

        trigger.begin(site);
        assertThat(trigger.isInForce(site)).isTrue();
        var pointer = path.substring(0, path.indexOf('/', 1) + 1) + path.split("/")[2];
        assertThat(object().at(pointer)).isEqualTo(json(made).at(pointer));
        assertThat(Files.readString(folder.resolve("asked"))).contains("\"name\":\"coredns\"", "kube-system");
        trigger.begin(site); // a second time changes nothing
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(1);

        trigger.undo(site);
        assertThat(trigger.isInForce(site)).isFalse();
        assertThat(object().path("data")).isEqualTo(before.path("data"));
        trigger.undo(site);
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(2);
    }

    @Test
    void whatSomebodyElseChangedIsLeftAlone() throws Exception {
        object("{\"kind\": \"ConfigMap\", \"metadata\": {}, \"data\": {\"size\": 7}}");
        var trigger = new EditTrigger(ZONES, "/data/size", json("1"), json("2"));
        assertThatIllegalStateException()
                .isThrownBy(() -> trigger.begin(site))
                .withMessageContaining("ConfigMap coredns of namespace kube-system has at /data/size neither 1 nor 2")
                .withMessageEndingWith("it has 7");
        trigger.undo(site); // as the control of the same incident, which has another value
        assertThat(folder.resolve("count")).doesNotExist();
    }

    @Test
    void variablesAreAddedAndOnlyThoseRemoved() throws Exception {
        var container = "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"env\": [%s]}]}}}, \"metadata\": {}}";
        var own = "{\"name\":\"A\",\"value\":\"own\"}";
        object(container.formatted(own));
        var before = object();
        var trigger = new EnvTrigger("order", Map.of("B", "1", "C", "2"));
        trigger.undo(site);
        trigger.begin(site);
        trigger.begin(site);
        assertThat(trigger.isInForce(site)).isTrue();
        assertThat(object().at("/spec/template/spec/containers/0/env"))
                .isEqualTo(
                        json("[%s,{\"name\":\"B\",\"value\":\"1\"},{\"name\":\"C\",\"value\":\"2\"}]".formatted(own)));
        trigger.undo(site);
        assertThat(object()).isEqualTo(before);
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(2);

        object(container.formatted("{\"name\":\"B\",\"value\":\"another\"}"));
        assertThat(trigger.isInForce(site)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> trigger.begin(site))
                .withMessageContaining("has {B=another} already; try: kubectl")
                .withMessageEndingWith("set env deployment/order B-");
        trigger.undo(site);
        assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(2);
    }

    private void object(String json) throws IOException {
        Files.writeString(folder.resolve("object.json"), json);
    }

    private JsonNode object() throws IOException {
        return Kubectl.JSON.readTree(Files.readString(folder.resolve("object.json")));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : Kubectl.JSON.readTree(text);
    }
}
