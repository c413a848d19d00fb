package dev.orderflow.walk.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that answers with its headers and one byte, and then with nothing more. */
@Timeout(60)
class StalledStoreTest {

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (var socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[".getBytes(StandardCharsets.US_ASCII));
                // Until the client goes.
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException _) {
                // The client is gone, or the test is over.
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aStoreThatStallsInItsAnswerIsGivenUp() {
        assertThatThrownBy(() -> Http.json(URI.create("http://127.0.0.1:" + server.getLocalPort()), "/api/v1/query", Map.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no whole answer");
    }
}
