package dev.orderflow.pager.notify;

import dev.orderflow.exchange.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Posts a notification as JSON; any status of 2xx means that it was accepted. */
final class WebhookChannel implements Channel {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final URI address;
    private final JsonMapper json;

    WebhookChannel(URI address, JsonMapper json) {
        this.address = address;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(Message message) {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(message)))
                .build();
        try {
            var status = Exchange.send(CLIENT, request, HttpResponse.BodyHandlers.discarding(), PATIENCE)
                    .statusCode();
            if (status / 100 != 2) {
                throw new IllegalStateException(address.getHost() + " answered " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + address.getHost() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
