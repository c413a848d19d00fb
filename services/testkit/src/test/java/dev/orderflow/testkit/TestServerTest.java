package dev.orderflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TestServerTest {

    @Test
    void theRequestIsKeptAndAnswered() throws Exception {
        try (var client = HttpClient.newHttpClient();
                var server = TestServer.start(request -> request.path().equals("/known")
                        ? TestServer.Answer.json("{\"said\":\"%s\"}".formatted(request.body()))
                        : TestServer.Answer.of(404))) {
            var known = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/known?a=b"))
                            .header("X-Tried", "once")
                            .POST(HttpRequest.BodyPublishers.ofString("hello"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(known.body()).isEqualTo("{\"said\":\"hello\"}");
            var unknown = client.send(
                    HttpRequest.newBuilder(server.url().resolve("/unknown")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).isEmpty();
            assertThat(server.requests())
                    .extracting(request -> request.method() + " " + request.uri())
                    .containsExactly("POST /known?a=b", "GET /unknown");
            assertThat(server.requests().getFirst().headers().getFirst("x-tried"))
                    .isEqualTo("once");
        }
    }
}
