package dev.orderflow.stores;

import dev.orderflow.testkit.TestServer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Serves a store's HTTP API from documents by path; answers 404 for any other path. */
final class Answers implements AutoCloseable {

    private final TestServer server;

    Answers(Map<String, String> documents) {
        server = TestServer.start(request -> {
            var document = documents.get(request.path());
            return document == null
                    ? TestServer.Answer.of(404, "text/plain", "not found")
                    : TestServer.Answer.json(document);
        });
    }

    URI url() {
        return server.url();
    }

    /** Path and query of each request, decoded. */
    List<String> asked() {
        return server.requests().stream()
                .map(request -> request.path() + "?"
                        + URLDecoder.decode(String.valueOf(request.uri().getRawQuery()), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
