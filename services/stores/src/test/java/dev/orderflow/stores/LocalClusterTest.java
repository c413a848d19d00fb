package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentDecidesElseTheNearestFile() throws Exception {
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(
                folder.resolve("k8s/ports.env"),
                "# comment\nPORT_PROMETHEUS=9090\nPORT_LOGS=9428\nKUBECONTEXT=kind-orderflow\n");
        var below = Files.createDirectories(folder.resolve("ci/e2e"));
        var cluster = new LocalCluster(Map.of("PORT_PROMETHEUS", "19090"), below);
        assertThat(cluster.prometheus()).hasToString("http://127.0.0.1:19090");
        assertThat(cluster.logs()).hasToString("http://127.0.0.1:9428");
        assertThat(cluster.context()).isEqualTo("kind-orderflow");
        assertThatIllegalStateException()
                .isThrownBy(cluster::pager)
                .withMessageContaining("PORT_PAGER")
                .withMessageContaining(below.toString());
    }

    /** A proxy asks for it; whatever else is asked, at whichever port, is not sent it. */
    @Test
    void theTokenIsSentToTheStoresAndToNothingElse() {
        var ports = Map.of(
                "PORT_PROMETHEUS", "19090", "PORT_ALERTMANAGER", "19093", "PORT_TRACES", "26686", "PORT_LOGS", "19428");
        var cluster = new LocalCluster(ports, folder);
        assertThat(authorization("http://127.0.0.1:19090/api/v1/query")).isEmpty();
        cluster.authorize(() -> "secret");
        for (var store : List.of(cluster.prometheus(), cluster.alertmanager(), cluster.traces(), cluster.logs())) {
            assertThat(authorization(store + "/api?x=1")).contains("Bearer secret");
        }
        for (var other : List.of(
                "http://127.0.0.1:19091/",
                "http://127.0.0.1:190901/",
                "http://127.0.0.1/",
                "https://127.0.0.1:19090/",
                "http://127.0.0.1:19090@evil.example/",
                "http://localhost:19090/")) {
            assertThat(authorization(other)).as(other).isEmpty();
        }
    }

    private static Optional<String> authorization(String address) {
        return Http.request(URI.create(address)).build().headers().firstValue("Authorization");
    }

    @Test
    void theTreeSaysAll() {
        var cluster = new LocalCluster(Map.of(), Path.of("").toAbsolutePath());
        assertThat(new Object[] {
                    cluster.gateway(),
                    cluster.pager(),
                    cluster.prometheus(),
                    cluster.alertmanager(),
                    cluster.traces(),
                    cluster.logs(),
                    cluster.context()
                })
                .doesNotHaveDuplicates();
    }
}
