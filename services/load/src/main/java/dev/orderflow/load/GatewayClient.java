package dev.orderflow.load;

import dev.orderflow.exchange.Exchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** An HTTP client of the gateway. Sends each request once, and returns failures as answers. */
final class GatewayClient implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final URI gateway;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** @param timeout of a request, until its whole answer has arrived */
    GatewayClient(URI gateway, Duration timeout) {
        this.gateway = gateway;
        this.timeout = timeout;
    }

    /** @param token null if none is needed */
    Answer get(String path, Client client, @Nullable String token) throws InterruptedException {
        return send(request(path, client, token).GET());
    }

    /** @param key an idempotency key; null for none */
    Answer post(String path, Object body, Client client, @Nullable String token, @Nullable String key)
            throws InterruptedException {
        var request = request(path, client, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path, Client client, @Nullable String token) {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("User-Agent", client.userAgent())
                .header("Accept-Language", client.language());
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            var response = Exchange.send(http, request.build(), HttpResponse.BodyHandlers.ofString(), timeout);
            var body = response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
            var code = response.statusCode() < 400 ? "" : body.path("code").asString("");
            return new Answer(response.statusCode(), code, body);
        } catch (HttpConnectTimeoutException e) {
            return Answer.none("connect-timeout");
        } catch (HttpTimeoutException e) {
            return Answer.none("timeout");
        } catch (ConnectException e) {
            return Answer.none("connection-refused");
        } catch (IOException e) {
            return Answer.none("connection-lost");
        } catch (JacksonException e) {
            return Answer.none("unreadable");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
