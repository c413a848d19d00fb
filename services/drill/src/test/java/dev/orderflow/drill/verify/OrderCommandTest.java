package dev.orderflow.drill.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.testkit.RecordedSystem;
import dev.orderflow.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the command against a gateway on loopback, a recorded trace, and a program in kubectl's place that knows the
 * password.
 */
class OrderCommandTest {

    private static final String SECRET = """
            #!/bin/sh
            echo '{"data": {"password": "c2VjcmV0"}}'
            """;

    @TempDir
    private Path folder;

    private final RecordedSystem system = new RecordedSystem("healthy-order");
    private TestServer gateway;
    private volatile int status = 201;

    @BeforeEach
    void start() throws IOException {
        var kubectl = Files.writeString(folder.resolve("kubectl"), SECRET);
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        gateway = TestServer.start(this::answer);
    }

    @AfterEach
    void stop() {
        gateway.close();
        system.close();
    }

    @Test
    void theOrderItsTraceAndWhereTheyAreArePrinted() {
        var output = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            assertThat(new OrderCommand().run(cluster())).isTrue();
        } finally {
            System.setOut(before);
        }
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("""
                        {
                          "id": "1",
                          "lines": [
                            {
                              "sku": "SKU-0001",
                              "quantity": 2
                            }
                          ]
                        }
                        """)
                .contains("its trace is " + system.traceId(), "notification")
                .contains("  its trace in full   curl -s --config <(ci/token) '" + system.url() + "/api/traces/"
                        + system.traceId() + "'")
                .contains("  its logs            curl -s --config <(ci/token) '" + system.url()
                        + "/select/logsql/query?");
    }

    @Test
    void aRefusedOrderIsReportedWithTheAnswerAndWhatToTry() {
        status = 503;
        assertThatIllegalStateException()
                .isThrownBy(() -> new OrderCommand().run(cluster()))
                .withMessageContaining("no order was placed: expected 201, got 503: {\"id\":\"1\"")
                .withMessageContaining("try: make cluster-status");
    }

    @Test
    void aGatewayThatDoesNotAnswerIsNamed() {
        gateway.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> new OrderCommand().run(cluster()))
                .withMessageContaining("no answer from " + gateway.url())
                .withMessageContaining("try: make cluster-status");
    }

    private TestServer.Answer answer(TestServer.Request request) {
        var answer = switch (request.path()) {
            case "/api/auth/login" -> TestServer.Answer.json("""
                            {"token": "a", "refreshToken": "b", "expiresAt": "2999-01-01T00:00:00Z"}""");
            case "/api/users/me" -> TestServer.Answer.json("""
                            {"addresses": [{"id": "home"}]}""");
            case "/api/orders", "/api/orders/1" -> TestServer.Answer.json(status, """
                            {"id": "1", "lines": [{"sku": "SKU-0001", "quantity": 2}]}""");
            default -> TestServer.Answer.of(404);
        };
        return answer.with("trace-id", system.traceId());
    }

    private Cluster cluster() {
        var stores = URI.create(system.url());
        return new Cluster(
                new Kubectl(folder.resolve("kubectl").toString()),
                gateway.url(),
                stores,
                new PrometheusReader(stores),
                Backend.JAEGER.traces(stores),
                Backend.VICTORIALOGS.logs(stores));
    }
}
