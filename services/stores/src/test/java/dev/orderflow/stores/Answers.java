package dev.orderflow.stores;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves a store's HTTP API from documents by path; answers 404 for any other path. */
final class Answers implements AutoCloseable {

    private final HttpServer server;
    private final List<URI> asked = new CopyOnWriteArrayList<>();

    Answers(Map<String, String> documents) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI());
                var document = documents.get(exchange.getRequestURI().getPath());
                var body = (document == null ? "not found" : document).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(document == null ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Path and query of each request, decoded. */
    List<String> asked() {
        return asked.stream()
                .map(uri -> uri.getPath() + "?"
                        + URLDecoder.decode(String.valueOf(uri.getRawQuery()), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
