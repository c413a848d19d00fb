package dev.orderflow.platform.warmup;

import dev.orderflow.exchange.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Warms up with a request to this very pod, through the server, the filters and the check of its token. The token is
 * nobody's: it is refused, after auth's keys were fetched to check it.
 */
@Order(2)
final class RequestWarmUp implements WarmUp, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String NOBODYS_TOKEN = "%s.%s.%s"
            .formatted(
                    base64("{\"alg\":\"RS256\",\"kid\":\"nobody\"}"), base64("{\"sub\":\"nobody\"}"), base64("nobody"));

    private final Environment environment;
    private final List<String> paths;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    RequestWarmUp(Environment environment, List<String> paths) {
        this.environment = environment;
        this.paths = paths;
    }

    @Override
    public void run() throws IOException, InterruptedException {
        // A path that no rule counts as traffic.
        send(request("/actuator/health/readiness").header("Authorization", "Bearer " + NOBODYS_TOKEN));
        for (var path : paths) {
            send(request(path));
        }
    }

    private HttpRequest.Builder request(String path) {
        var port = environment.getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        Exchange.send(client, request.build(), HttpResponse.BodyHandlers.discarding(), PATIENCE);
    }

    @Override
    public void close() {
        client.close();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
