package dev.orderflow.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that answers as far as a test lets it, and then waits until the client goes. */
@Timeout(60)
class ExchangeTest {

    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServerSocket server;
    private CompletableFuture<Integer> gone;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        gone = new CompletableFuture<>();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        client.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\nab"
            })
    void anAnswerThatStallsIsGivenUpAndItsConnectionClosed(String beginning) throws Exception {
        answer(beginning);
        assertThatThrownBy(() -> Exchange.send(client, request(), BodyHandlers.discarding(), LIMIT))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(gone.get(20, TimeUnit.SECONDS))
                .as("the server sees the end of the connection")
                .isEqualTo(-1);
    }

    @Test
    void aWholeAnswerIsReturned() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
        var response = Exchange.send(client, request(), BodyHandlers.ofString(), LONG);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ab");
    }

    /** The common pool of a machine with two processors has one thread, which a blocking task occupies. */
    @Test
    void anAnswerComesWhateverOccupiesTheCommonPool() throws Exception {
        var over = new CountDownLatch(1);
        for (var thread = 0; thread < ForkJoinPool.getCommonPoolParallelism() + 1; thread++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try {
            answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
            assertThat(Exchange.send(client, request(), BodyHandlers.ofString(), Duration.ofSeconds(10))
                            .body())
                    .isEqualTo("ab");
        } finally {
            over.countDown();
        }
    }

    @Test
    void aBodyBeyondItsLimitIsRefused() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
        assertThatThrownBy(
                        () -> Exchange.send(client, request(), BodyHandlers.limiting(BodyHandlers.ofString(), 1), LONG))
                .isInstanceOf(IOException.class);
    }

    @Test
    void nobodyListensIsSaidAsTheClientDoes() throws Exception {
        var request = request();
        server.close();
        assertThatThrownBy(() -> Exchange.send(client, request, BodyHandlers.discarding(), LONG))
                .isInstanceOf(ConnectException.class);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                .build();
    }

    private void answer(String text) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                var in = socket.getInputStream();
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                var read = in.read();
                while (read >= 0) {
                    read = in.read();
                }
                gone.complete(read);
            } catch (IOException e) {
                gone.complete(-1); // reset
            }
        });
    }
}
