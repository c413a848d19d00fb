package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.testkit.StalledServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a store that sends its headers and one byte, and then nothing more. */
@Timeout(60)
class StalledStoreTest {

    private final StalledServer server = StalledServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aStoreThatStallsInItsAnswerIsGivenUp() {
        assertThatThrownBy(() -> Http.json(server.url(), "/api/v1/query", Map.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no whole answer");
    }
}
