package dev.orderflow.drill.cluster;

import dev.orderflow.exchange.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP client of the gateway that acts as one shopper: logs in, renews its token, places orders. */
public final class ShopperClient {

    /** A card number that the simulated bank approves. */
    public static final String GOOD_CARD = "4242424242424242";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** How long before its end a token is replaced. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final URI gateway;
    private volatile String token = "";
    private volatile String refreshToken = "";
    private volatile Instant expiresAt = Instant.MAX;

    public ShopperClient(URI gateway) {
        this.gateway = gateway;
    }

    public static ShopperClient loggedIn(URI gateway, String email, String password) {
        var shopper = new ShopperClient(gateway);
        shopper.take(shopper.post("/api/auth/login", Map.of("email", email, "password", password)));
        return shopper;
    }

    private void take(Answer login) {
        login.require(200);
        token = login.body().get("token").asString();
        refreshToken = login.body().get("refreshToken").asString();
        expiresAt = Instant.parse(login.body().get("expiresAt").asString());
    }

    /** Renews the access token. Requests do so by themselves shortly before the token expires. */
    public synchronized void refresh() {
        take(new ShopperClient(gateway).post("/api/auth/refresh", Map.of("refreshToken", refreshToken)));
    }

    private synchronized void refreshIfDue() {
        if (Instant.now().isAfter(expiresAt.minus(MARGIN))) {
            refresh();
        }
    }

    /** Returns a client with another access token and without a refresh token. */
    public ShopperClient withToken(String token) {
        var other = new ShopperClient(gateway);
        other.token = token;
        return other;
    }

    public String token() {
        return token;
    }

    public String refreshToken() {
        return refreshToken;
    }

    /** Returns the id of the shopper's first address. */
    public String address() {
        var me = get("/api/users/me");
        me.require(200);
        return me.body().get("addresses").get(0).get("id").asString();
    }

    /** Places an order for so many pieces of one product. */
    public Answer order(String addressId, String sku, int quantity) {
        return order(addressId, sku, quantity, GOOD_CARD, Map.of());
    }

    public Answer order(String addressId, String sku, int quantity, String card, Map<String, String> headers) {
        var line = Map.of("sku", sku, "quantity", quantity);
        var body = Map.of("addressId", addressId, "cardNumber", card, "lines", List.of(line));
        return post("/api/orders", JSON.writeValueAsString(body), headers);
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer post(String path, Object body) {
        return post(path, JSON.writeValueAsString(body), Map.of());
    }

    public Answer post(String path, String body, Map<String, String> headers) {
        return send("POST", path, body, headers);
    }

    public Answer send(String method, String path, String body) {
        return send(method, path, body, Map.of());
    }

    public Answer send(String method, String path, String body, Map<String, String> headers) {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        // The path as given: URI.resolve would normalize it, and a test of path traversal would send something else.
        var request = HttpRequest.newBuilder(URI.create(gateway + path)).method(method, publisher);
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return send(request);
    }

    private Answer send(HttpRequest.Builder request) {
        if (!token.isEmpty()) {
            refreshIfDue();
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response =
                    Exchange.send(HTTP, request.build(), HttpResponse.BodyHandlers.ofString(), Duration.ofSeconds(15));
            var body = response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.headers().firstValue("trace-id").orElse(""),
                    response.headers().firstValue("request-id").orElse(""),
                    body);
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + gateway + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * An answer of the gateway.
     *
     * @param traceId empty if the gateway runs without the agent
     * @param requestId the header {@code Request-Id}, which only the gateway of a lesson of the course sets; else empty
     */
    public record Answer(int status, String contentType, String traceId, String requestId, JsonNode body) {

        /** @throws IllegalStateException if the status is another; the message holds the answer */
        public Answer require(int expected) {
            if (status != expected) {
                throw new IllegalStateException("expected " + expected + ", got " + status + ": " + body);
            }
            return this;
        }
    }
}
