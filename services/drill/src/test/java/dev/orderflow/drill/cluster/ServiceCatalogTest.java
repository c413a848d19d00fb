package dev.orderflow.drill.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orderflow.drill.telemetry.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCatalogTest {

    @TempDir
    private Path root;

    @Test
    void itIsWhatTheChartDeploys() {
        var services = ServiceCatalog.here();
        assertThat(services.names()).startsWith("gateway", "auth").endsWith("notification");
        assertThat(services.needing("postgresql")).isNotEmpty().doesNotContain("gateway");
        assertThat(services.consumers()).contains("order", "payment").doesNotContain("auth");
        assertThat(services.calleesFirst())
                .startsWith("auth")
                .endsWith("gateway")
                .containsExactlyInAnyOrderElementsOf(services.names());
    }

    @Test
    void telemetryYamlListsTheServicesOfAnOrder() {
        assertThat(ServiceCatalog.here().names())
                .as(
                        "services/drill/src/main/resources/telemetry.yaml has entries for services of %s only",
                        ServiceCatalog.FILE)
                .containsAll(Expectations.load().services().keySet());
    }

    @Test
    void aCircleAndACallOfNobodyAreNamed() throws IOException {
        write("a: {calls: [b]}, b: {calls: [a]}");
        assertThatIllegalStateException()
                .isThrownBy(() -> ServiceCatalog.of(root).calleesFirst())
                .withMessageContaining("helm/orderflow/values.yaml: services.")
                .withMessageContaining("leads back to itself");
        write("a: {calls: [c]}");
        assertThatIllegalStateException()
                .isThrownBy(() -> ServiceCatalog.of(root).calleesFirst())
                .withMessage("helm/orderflow/values.yaml: a service calls c, which it does not list");
    }

    private void write(String services) throws IOException {
        Files.createDirectories(root.resolve("helm/orderflow"));
        Files.writeString(root.resolve(ServiceCatalog.FILE), "services: {" + services + "}\n");
    }
}
