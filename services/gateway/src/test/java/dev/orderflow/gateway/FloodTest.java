package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One client who asks for more at once than the gateway has threads, of a service that does not answer. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "server.tomcat.threads.max=4",
            "server.tomcat.threads.min-spare=1",
            "server.tomcat.threads.max-queue-capacity=4",
            "server.tomcat.max-connections=20",
            "orderflow.probes.port=0",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.clients.order.url=http://127.0.0.1:1",
            "orderflow.clients.user.url=http://127.0.0.1:1"
        })
class FloodTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Takes connections, and answers nobody. */
    private static ServerSocket inventory;

    @Autowired
    private ServletWebServerApplicationContext context;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) throws IOException {
        inventory = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        properties.add("orderflow.clients.inventory.url", () -> "http://127.0.0.1:" + inventory.getLocalPort());
    }

    @AfterAll
    static void stop() throws IOException {
        inventory.close();
    }

    @Test
    void oneClientDoesNotKeepAllThreads() {
        var flood = flood(3);
        try {
            // Two of the four threads are its own; the third request of it is refused at once.
            assertThat(flood.stream()
                            .map(FloodTest::status)
                            .filter(status -> status == 429)
                            .count())
                    .isEqualTo(1);
        } finally {
            flood.forEach(CompletableFuture::join);
        }
    }

    @Test
    void theProbesAreAnsweredWhateverClientsAsk() throws Exception {
        var connectors = ((TomcatWebServer) context.getWebServer())
                .getTomcat()
                .getService()
                .findConnectors();
        assertThat(connectors).hasSize(2);
        var probes = connectors[1].getLocalPort();
        var flood = flood(100);
        try {
            for (var i = 0; i < 10; i++) {
                assertThat(get(probes, "/actuator/health/liveness").join().statusCode())
                        .isEqualTo(200);
                assertThat(get(probes, "/actuator/health/readiness").join().statusCode())
                        .isEqualTo(200);
            }
        } finally {
            flood.forEach(answer -> answer.handle((_, _) -> 0).join());
        }
        assertThat(get(probes, "/api/products").join().statusCode()).isEqualTo(404);
        assertThat(get(probes, "/actuator/healthy").join().statusCode()).isEqualTo(404);
        assertThat(get(probes, "/actuator/health/..%2f..%2fapi/products").join().statusCode())
                .isEqualTo(404);
    }

    private List<CompletableFuture<HttpResponse<String>>> flood(int requests) {
        var port = context.getWebServer().getPort();
        return IntStream.range(0, requests)
                .mapToObj(_ -> get(port, "/api/products"))
                .toList();
    }

    private static int status(CompletableFuture<HttpResponse<String>> answer) {
        return answer.join().statusCode();
    }

    private static CompletableFuture<HttpResponse<String>> get(int port, String path) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
