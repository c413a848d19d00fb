package dev.orderflow.pager.notify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.testkit.StalledServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** A webhook that answers with its headers and one byte, and then with nothing more. */
@Timeout(60)
class StalledWebhookTest {

    private final StalledServer server = StalledServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aWebhookThatStallsInItsAnswerIsGivenUp() {
        var channel = new WebhookChannel(server.url(), new JsonMapper());
        var message = new Message("1", 1, "alice", "ErrorRateHigh", "https://pager.example/pages/1");
        assertThatThrownBy(() -> channel.send(message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no whole answer");
    }
}
