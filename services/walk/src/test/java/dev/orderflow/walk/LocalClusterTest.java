package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalClusterTest {

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentDecidesElseTheNearestFile() throws Exception {
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(folder.resolve("k8s/ports.env"), "# comment\nPORT_PROMETHEUS=9090\nPORT_LOGS=9428\nKUBECONTEXT=kind-orderflow\n");
        var below = Files.createDirectories(folder.resolve("ci/e2e"));
        var cluster = new LocalCluster(Map.of("PORT_PROMETHEUS", "19090"), below);
        assertThat(cluster.prometheus()).hasToString("http://127.0.0.1:19090");
        assertThat(cluster.logs()).hasToString("http://127.0.0.1:9428");
        assertThat(cluster.context()).isEqualTo("kind-orderflow");
        assertThatIllegalStateException().isThrownBy(cluster::pager).withMessageContaining("PORT_PAGER").withMessageContaining(below.toString());
    }

    @Test
    void theTreeSaysAll() {
        var cluster = new LocalCluster(Map.of(), Path.of("").toAbsolutePath());
        assertThat(new Object[] {
                    cluster.gateway(), cluster.pager(), cluster.prometheus(), cluster.alertmanager(), cluster.traces(), cluster.logs(), cluster.context()
                })
                .doesNotHaveDuplicates();
    }
}
