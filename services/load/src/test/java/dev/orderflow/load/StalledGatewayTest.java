package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.StalledServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a gateway that sends its headers and one byte, and then nothing more. */
@Timeout(60)
class StalledGatewayTest {

    private final StalledServer server = StalledServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aGatewayThatStallsInItsAnswerIsGivenUp() throws Exception {
        try (var client = new GatewayClient(server.url(), Duration.ofSeconds(1))) {
            assertThat(client.get("/api/products", Client.LOAD, null)).isEqualTo(Answer.none("timeout"));
        }
    }
}
