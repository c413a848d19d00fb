package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks the authenticating proxy before Prometheus, Alertmanager and the stores: requests need a login at the pager or
 * its token, and requests that change a backend are refused.
 */
final class AuthProxyCheck {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final List<ProxiedProgram> backends;
    private final Cluster cluster;
    private final String pager;

    /**
     * A program behind the proxy.
     *
     * @param read the path of a request that only reads
     * @param changes requests that would change the backend, each a method and a path
     */
    record ProxiedProgram(String name, URI address, String read, List<String> changes) {

        ProxiedProgram {
            changes = List.copyOf(changes);
        }
    }

    AuthProxyCheck(Cluster cluster, LocalCluster local, Stack stack) {
        this.cluster = cluster;
        this.pager = local.pager().toString();
        this.backends = List.of(
                new ProxiedProgram(
                        "Prometheus",
                        local.prometheus(),
                        "/api/v1/query?query=1",
                        List.of(
                                "POST /-/quit",
                                "PUT /-/quit",
                                "POST /-/reload",
                                "POST /%2d/reload",
                                "POST //-/reload",
                                "POST /x/..%2f-/reload",
                                "POST /api/v1/admin/tsdb/clean_tombstones",
                                "POST /api/v1/write",
                                "POST /api/v1/otlp/v1/metrics")),
                new ProxiedProgram(
                        "Alertmanager",
                        local.alertmanager(),
                        "/api/v2/status",
                        List.of("POST /-/reload", "POST //-/reload", "PUT /api/v2/silences")),
                new ProxiedProgram(stack.traces().label(), local.traces(), stack.traceRead(), stack.traceChanges()),
                new ProxiedProgram(stack.logs().label(), local.logs(), stack.logRead(), stack.logChanges()));
    }

    String requestsWithoutLoginAreRefused() {
        for (var backend : backends) {
            for (var token : List.of("", "another-token-of-thirty-two-chars")) {
                var answer = send(backend, "GET", backend.read(), token);
                require(
                        answer.statusCode() == 401,
                        "%s answers %d %s a token"
                                .formatted(
                                        backend.name(),
                                        answer.statusCode(),
                                        token.isEmpty() ? "without" : "to a wrong"));
            }
            var browser = send(backend, "GET", backend.read(), "", "Accept", "text/html");
            var location = browser.headers().firstValue("Location").orElse("");
            require(
                    browser.statusCode() == 302 && location.startsWith(pager + "/open/"),
                    "%s leads a browser to \"%s\" with %d".formatted(backend.name(), location, browser.statusCode()));
        }
        return names();
    }

    String tokenIsAccepted() {
        var token = PagerClient.token(cluster.kubectl());
        for (var backend : backends) {
            var answer = send(backend, "GET", backend.read(), token);
            require(
                    answer.statusCode() == 200,
                    "%s answers %d: %s"
                            .formatted(
                                    backend.name(),
                                    answer.statusCode(),
                                    answer.body().strip()));
        }
        return names();
    }

    String otherOriginsAreRefused() {
        var token = PagerClient.token(cluster.kubectl());
        for (var backend : backends) {
            for (var method : List.of("GET", "POST", "OPTIONS")) {
                refused(backend, method, backend.read(), token, "Origin", "https://evil.example");
            }
            refused(backend, "GET", backend.read(), token, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors");
        }
        return names();
    }

    String changesAreRefused() {
        var token = PagerClient.token(cluster.kubectl());
        var refused = new ArrayList<String>();
        for (var backend : backends) {
            for (var change : backend.changes()) {
                var parts = change.split(" ", 2);
                var answer = refused(backend, parts[0], parts[1], token);
                // The backend may refuse the request, too, but the proxy must refuse it first.
                require(
                        answer.body().startsWith("The proxy of "),
                        "%s is passed on to %s, which refuses it: %s"
                                .formatted(change, backend.name(), answer.body().strip()));
                refused.add(change);
            }
        }
        return refused.size() + " requests";
    }

    private HttpResponse<String> refused(
            ProxiedProgram backend, String method, String path, String token, String... headers) {
        var answer = send(backend, method, path, token, headers);
        require(
                answer.statusCode() == 403,
                "%s answers %d to %s %s %s"
                        .formatted(backend.name(), answer.statusCode(), method, path, String.join(" ", headers)));
        return answer;
    }

    /** Sends a request, and requires that the answer has no CORS header. */
    private static HttpResponse<String> send(
            ProxiedProgram backend, String method, String path, String token, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(backend.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = Exchange.send(HTTP, request.build(), HttpResponse.BodyHandlers.ofString(), TIMEOUT);
            var permissions = answer.headers().map().keySet().stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                    .toList();
            require(
                    permissions.isEmpty(),
                    "%s %s of %s is answered with %s".formatted(method, path, backend.name(), permissions));
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no answer from %s at %s (%s)".formatted(backend.name(), backend.address(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String names() {
        return String.join(", ", backends.stream().map(ProxiedProgram::name).toList());
    }
}
