package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FiringPagesTest {

    @Test
    void aStoreThatDoesNotAnswerIsNotKnownToBeQuiet() throws IOException {
        var pages = new FiringPages(new PrometheusReader(URI.create("http://127.0.0.1:" + closedPort())));

        assertThat(pages.open()).singleElement().asString().isNotBlank();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
