package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/** Clients who send their heads or bodies slowly, or never, on a gateway of four threads. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "server.tomcat.threads.max=4",
            "server.tomcat.threads.min-spare=1",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.clients.inventory.url=http://127.0.0.1:1",
            "orderflow.clients.order.url=http://127.0.0.1:1",
            "orderflow.clients.user.url=http://127.0.0.1:1"
        })
class SlowBodyTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String JSON = "Content-Type: application/json\r\nContent-Length: 60000\r\n";

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Open to all: the body is waited for.
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\n" + JSON,
                "POST /api/auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                        + "chunked\r\n",
                // Refused before: Tomcat would read on.
                "POST /api/orders HTTP/1.1\r\nHost: x\r\n" + JSON,
                "POST /api/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n" + JSON,
                "POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 15000000\r\n",
                "POST /api/nowhere HTTP/1.1\r\nHost: x\r\n" + JSON,
                "POST /actuator/health HTTP/1.1\r\nHost: x\r\n" + JSON,
                "GET /api/products HTTP/1.1\r\nHost: x\r\n" + JSON,
                // A form: read for its parameters.
                "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n",
                "PUT /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n"
            })
    void slowBodiesLeaveThreadsForTheOthers(String head) throws Exception {
        var clients = new ArrayList<SlowClient>();
        try {
            for (var i = 0; i < 20; i++) {
                clients.add(new SlowClient(head + "\r\n"));
            }
            for (var i = 0; i < 10; i++) {
                var answer = HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness"))
                                .timeout(Duration.ofSeconds(4))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            // None holds on to the gateway for longer than the request and the rest of its body may take.
            for (var client : clients) {
                client.awaitEnd(Duration.ofSeconds(15));
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    /** A byte now and then is enough for Tomcat's own limit, which holds for each read. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /api/products HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /api/products", "GET"})
    void aHeadThatIsNeverCompleteKeepsNoConnection(String head) throws Exception {
        try (var client = new SlowClient(head)) {
            client.awaitEnd(Duration.ofSeconds(20));
        }
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsSaidToBeLate() throws Exception {
        try (var client = new SlowClient("POST /api/auth/login HTTP/1.1\r\nHost: x\r\n" + JSON + "\r\n")) {
            client.awaitEnd(Duration.ofSeconds(10));
            assertThat(client.answer()).startsWith("HTTP/1.1 408").contains("BODY_TIMEOUT");
        }
    }

    @Test
    void aBodyThatComesInPiecesIsRead() throws Exception {
        var body = "{\"email\":\"a@example.com\",\"password\":\"x\"}";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(("POST /api/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
                            + "application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (var piece : List.of(body.substring(0, 10), body.substring(10, 20), body.substring(20))) {
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                out.write(piece.getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            // It was passed on, to nobody who listens.
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 503");
        }
    }

    /** Sends a request's head, and then a byte of its body each 100 ms until it is hung up on. */
    private final class SlowClient implements AutoCloseable {

        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final StringBuffer answer = new StringBuffer();
        private final Thread reader;

        SlowClient(String head) throws IOException {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var chunked = head.contains("chunked");
            Thread.ofVirtual().start(() -> send(chunked ? "1\r\n \r\n" : " "));
            reader = Thread.ofVirtual().start(this::read);
        }

        private void send(String piece) {
            try {
                while (true) {
                    socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            } catch (IOException e) {
                // The gateway hung up.
            }
        }

        private void read() {
            try {
                for (var next = socket.getInputStream().read();
                        next >= 0;
                        next = socket.getInputStream().read()) {
                    answer.append((char) next);
                }
            } catch (IOException e) {
                // The gateway hung up without waiting for the rest.
            }
        }

        void awaitEnd(Duration patience) throws InterruptedException {
            assertThat(reader.join(patience)).as("hung up after: " + answer).isTrue();
        }

        String answer() {
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
