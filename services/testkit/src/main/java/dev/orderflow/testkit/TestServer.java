package dev.orderflow.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An HTTP server on 127.0.0.1 in the place of a program that the tested code calls. Keeps each request; a function of
 * the test makes each answer, on a thread of its own.
 */
public final class TestServer implements AutoCloseable {

    private final HttpServer server;
    private final int port;
    private final Handler handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * A request, read to its end.
     *
     * @param headers in which a name is found however it is written
     * @param bytes of the body
     */
    public record Request(String method, URI uri, Headers headers, byte[] bytes) {

        public String path() {
            return uri.getPath();
        }

        /** Returns the body as text. */
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * An answer.
     *
     * @param body empty for none
     */
    public record Answer(int status, Map<String, String> headers, String body) {

        public static Answer json(String body) {
            return json(200, body);
        }

        public static Answer json(int status, String body) {
            return of(status, "application/json", body);
        }

        /** Returns an answer without a body. */
        public static Answer of(int status) {
            return new Answer(status, Map.of(), "");
        }

        /**
         * Returns an answer.
         *
         * @param type the value of Content-Type
         */
        public static Answer of(int status, String type, String body) {
            return new Answer(status, Map.of("Content-Type", type), body);
        }

        /** Returns this answer with one more header. */
        public Answer with(String name, String value) {
            var all = new TreeMap<>(headers);
            all.put(name, value);
            return new Answer(status, all, body);
        }
    }

    /** Answers requests; may be called on several threads at once. An exception closes the connection. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request) throws Exception;
    }

    private TestServer(HttpServer server, Handler handler) {
        this.server = server;
        this.port = server.getAddress().getPort();
        this.handler = handler;
    }

    /** Starts a server on a free port. */
    public static TestServer start(Handler handler) {
        return start(0, handler);
    }

    /**
     * Starts a server.
     *
     * @param port 0 for a free one
     * @throws UncheckedIOException if somebody else listens there
     */
    public static TestServer start(int port, Handler handler) {
        try {
            var started = new TestServer(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), handler);
            started.server.createContext("/", started::answer);
            started.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = respond(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            var isBodiless =
                    answer.body().isEmpty() || exchange.getRequestMethod().equals("HEAD");
            var body = isBodiless ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), isBodiless ? -1 : body.length);
            if (!isBodiless) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer respond(Request request) throws IOException {
        requests.add(request);
        try {
            return handler.answer(request);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Returns scheme, host and port, also once the server is closed. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** Returns the requests until now, in the order in which they came. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Closes the port and all connections; requests that are not answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
    }
}
