package dev.orderflow.drill.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LokiReader;
import dev.orderflow.stores.TempoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {

    @TempDir
    private Path folder;

    @Test
    void itIsTheOneThatTheClusterWasMadeWith() throws Exception {
        var local = LocalCluster.here();
        var file = folder.resolve("stack");
        assertThat(Stack.chosen(file)).isEqualTo(Stack.JAEGER);
        Files.writeString(file, "grafana\n");
        assertThat(Stack.chosen(file)).isEqualTo(Stack.GRAFANA);
        assertThat(Stack.GRAFANA.traces(local))
                .isInstanceOf(TempoReader.class)
                .hasToString("Tempo at " + local.traces());
        assertThat(Stack.GRAFANA.logs(local)).isInstanceOf(LokiReader.class);
        Files.writeString(file, "jaeger\n");
        assertThat(Stack.chosen(file).traces(local)).hasToString("Jaeger at " + local.traces());
    }

    @Test
    void anotherNameIsRefused() throws Exception {
        var file = Files.writeString(folder.resolve("stack"), "zipkin\n");
        assertThatThrownBy(() -> Stack.chosen(file))
                .hasMessageContaining("zipkin")
                .hasMessageContaining("jaeger or grafana");
    }
}
