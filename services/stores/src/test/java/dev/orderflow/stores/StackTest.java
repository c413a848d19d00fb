package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {

    @TempDir
    private Path folder;

    private LocalCluster local;

    @BeforeEach
    void tree() throws Exception {
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(folder.resolve("k8s/ports.env"), "PORT_PROMETHEUS=1\nPORT_TRACES=2\nPORT_LOGS=3\n");
        Files.createDirectories(folder.resolve("build"));
        local = new LocalCluster(Map.of(), Files.createDirectories(folder.resolve("services/walk")));
    }

    @Test
    void itIsTheOneThatTheClusterWasMadeWith() throws Exception {
        assertThat(local.stack()).isEqualTo(Stack.JAEGER);
        write("grafana\n");
        assertThat(local.stack().stores(local)).satisfies(stores -> {
            assertThat(stores.traces()).hasToString("Tempo at http://127.0.0.1:2");
            assertThat(stores.logs()).hasToString("Loki at http://127.0.0.1:3");
        });
        write("jaeger\n");
        assertThat(local.stack().stores(local)).satisfies(stores -> {
            assertThat(stores.traces()).hasToString("Jaeger at http://127.0.0.1:2");
            assertThat(stores.logs()).hasToString("VictoriaLogs at http://127.0.0.1:3");
        });
    }

    @Test
    void withoutATreeItIsJaeger() throws Exception {
        write("grafana\n");
        Files.delete(folder.resolve("k8s/ports.env"));
        assertThat(local.stack()).isEqualTo(Stack.JAEGER);
    }

    @Test
    void anotherNameIsRefused() throws Exception {
        write("zipkin\n");
        assertThatThrownBy(local::stack).hasMessageContaining("zipkin").hasMessageContaining("jaeger or grafana");
    }

    private void write(String name) throws Exception {
        Files.writeString(folder.resolve("build/stack"), name);
    }
}
