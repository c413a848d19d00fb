package dev.orderflow.load;

import dev.orderflow.testkit.TestServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small shop behind a real HTTP server on loopback. A test can replace its answers. */
final class LoopbackShop implements AutoCloseable {

    /** A received request: path, idempotency key, token, client and body. */
    record Request(String path, String key, String token, Client client, String body) {}

    /** Returns the status of the answer; null for the usual one. An exception drops the connection. */
    interface Mood {
        @Nullable
        Integer status(Request request) throws Exception;
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final TestServer server = TestServer.start(this::answer);
    private volatile Duration tokenLife = Duration.ofMinutes(10);
    private volatile Mood mood = request -> null;
    private volatile String end = "CONFIRMED";

    void mood(Mood mood) {
        this.mood = mood;
    }

    void tokensLast(Duration life) {
        tokenLife = life;
    }

    /** Sets the status that an accepted order has when it is read. */
    void ordersEnd(String status) {
        end = status;
    }

    URI url() {
        return server.url();
    }

    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private TestServer.Answer answer(TestServer.Request received) throws Exception {
        var request = new Request(
                received.path(),
                String.valueOf(received.headers().getFirst("Idempotency-Key")),
                String.valueOf(received.headers().getFirst("Authorization")),
                new Client(
                        String.valueOf(received.headers().getFirst("User-Agent")),
                        String.valueOf(received.headers().getFirst("Accept-Language"))),
                received.body());
        requests.add(request);
        var status = mood.status(request);
        if (status == null) {
            var isPlaced =
                    request.path().equals("/api/orders") && !request.body().isEmpty();
            return TestServer.Answer.json(isPlaced ? 201 : 200, usual(request));
        }
        var refusal = request.path().equals("/api/auth/login") ? "INVALID_CREDENTIALS" : "SESSION_ENDED";
        var code = status == 401 ? refusal : "STORE_UNAVAILABLE";
        return TestServer.Answer.json(status, "{\"code\":\"%s\"}".formatted(code));
    }

    private String usual(Request request) {
        if (request.path().equals("/api/auth/login")) {
            return tokens(logins.incrementAndGet());
        }
        if (request.path().equals("/api/auth/refresh")) {
            return tokens(logins.get());
        }
        if (request.path().equals("/api/users/me")) {
            return "{\"id\":\"%s\",\"addresses\":[{\"id\":\"%s\"}]}".formatted(UUID.randomUUID(), UUID.randomUUID());
        }
        if (request.path().equals("/api/orders")) {
            var id = orders.computeIfAbsent(
                    request.key(), key -> UUID.randomUUID().toString());
            return "{\"id\":\"%s\",\"status\":\"RESERVED\"}".formatted(id);
        }
        return "{\"status\":\"%s\"}".formatted(end);
    }

    private String tokens(int login) {
        return "{\"token\":\"token-%d\",\"expiresAt\":\"%s\",\"refreshToken\":\"%s\"}"
                .formatted(login, Instant.now().plus(tokenLife), UUID.randomUUID());
    }

    @Override
    public void close() {
        server.close();
    }
}
