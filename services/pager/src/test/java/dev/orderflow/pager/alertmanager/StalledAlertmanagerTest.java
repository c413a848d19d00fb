package dev.orderflow.pager.alertmanager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** An Alertmanager that answers with its headers and one byte, and then with nothing more. */
@Timeout(60)
class StalledAlertmanagerTest {

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
    void anAlertmanagerThatStallsInItsListIsGivenUp() {
        var api = api();
        assertThatThrownBy(api::alerts).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void anAlertmanagerThatStallsOnASilenceIsGivenUp() {
        var api = api();
        assertThatThrownBy(() -> api.silence(Map.of("comment", "x"))).isInstanceOf(HttpTimeoutException.class);
    }

    private AlertmanagerApi api() {
        var properties = new MapConfigurationPropertySource(Map.of(
                "orderflow.pager.url", "https://pager.example",
                "orderflow.pager.intake.token", Deliveries.TOKEN,
                "orderflow.pager.stores.alertmanager.url", "http://127.0.0.1:" + server.getLocalPort()));
        return new AlertmanagerApi(new Binder(properties).bind("orderflow.pager", PagerProperties.class).get());
    }
}
