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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * An HTTP server on 127.0.0.1 in the place of a program that the tested code calls. Keeps each request; a function of
 * the test makes each answer, on a thread of its own.
 */
public final class TestServer implements AutoCloseable {

    private final HttpServer server;
    private final Handler handler;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * A request, read to its end.
     *
     * @param headers in which a name is found however it is written
     */
    public record Request(String method, URI uri, Headers headers, String body) {

        public String path() {
            return uri.getPath();
        }
    }

    /**
     * An answer.
     *
     * @param type the value of Content-Type
     * @param body empty for none
     */
    public record Answer(int status, String type, String body) {

        public static Answer json(String body) {
            return json(200, body);
        }

        public static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }

        /** Returns an answer without a body. */
        public static Answer of(int status) {
            return json(status, "");
        }
    }

    /** Answers requests; may be called on several threads at once. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Request request) throws IOException;
    }

    private TestServer(HttpServer server, Handler handler) {
        this.server = server;
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
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            var answer = handler.answer(request);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Returns scheme, host and port. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.getAddress().getPort();
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
