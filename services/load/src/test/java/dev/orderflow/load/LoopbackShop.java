package dev.orderflow.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A small shop behind a real HTTP server on loopback. A test can replace its answers. */
final class LoopbackShop implements AutoCloseable {

    /** A received request: path, idempotency key, token and body. */
    record Request(String path, String key, String token, String body) {}

    /** Answers a request; null for the usual. Closing the exchange drops the connection. */
    interface Mood {
        Integer status(Request request, HttpExchange exchange) throws Exception;
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile Duration tokenLife = Duration.ofMinutes(10);
    private volatile Mood mood = (request, exchange) -> null;

    LoopbackShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    void mood(Mood mood) {
        this.mood = mood;
    }

    void tokensLast(Duration life) {
        tokenLife = life;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var request = new Request(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(headers.getFirst("Idempotency-Key")),
                    String.valueOf(headers.getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Integer status = mood.status(request, exchange);
            if (status == null) {
                answer(
                        exchange,
                        request.path().equals("/api/orders") && !request.body().isEmpty() ? 201 : 200,
                        usual(request));
            } else if (status > 0) {
                answer(
                        exchange,
                        status,
                        "{\"code\":\"%s\"}".formatted(status == 401 ? "SESSION_ENDED" : "STORE_UNAVAILABLE"));
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
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
        return "{\"status\":\"CONFIRMED\"}";
    }

    private String tokens(int login) {
        return "{\"token\":\"token-%d\",\"expiresAt\":\"%s\",\"refreshToken\":\"%s\"}"
                .formatted(login, Instant.now().plus(tokenLife), UUID.randomUUID());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
