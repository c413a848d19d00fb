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
 * Checks that the proxy before Prometheus, Alertmanager and the stores answers those alone who may use the pager, and
 * passes on nothing that changes a program.
 */
final class AuthProxyCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final List<Program> programs;
    private final Cluster cluster;
    private final String pager;

    /**
     * One of them.
     *
     * @param read a path that is read
     * @param changes requests that would change the program, each a method and a path
     */
    record Program(String name, URI address, String read, List<String> changes) {

        Program {
            changes = List.copyOf(changes);
        }
    }

    AuthProxyCheck(Cluster cluster, LocalCluster local, Stack stack) {
        this.cluster = cluster;
        this.pager = local.pager().toString();
        this.programs = List.of(
                new Program(
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
                new Program(
                        "Alertmanager",
                        local.alertmanager(),
                        "/api/v2/status",
                        List.of("POST /-/reload", "POST //-/reload", "PUT /api/v2/silences")),
                new Program(stack.traces().label(), local.traces(), stack.traceRead(), stack.traceChanges()),
                new Program(stack.logs().label(), local.logs(), stack.logRead(), stack.logChanges()));
    }

    String nobodyIsRefused() {
        for (var program : programs) {
            for (var token : List.of("", "another-token-of-thirty-two-chars")) {
                var answer = send(program, "GET", program.read(), token);
                require(
                        answer.statusCode() == 401,
                        "%s answers %d %s a token"
                                .formatted(
                                        program.name(),
                                        answer.statusCode(),
                                        token.isEmpty() ? "without" : "to a wrong"));
            }
            var browser = send(program, "GET", program.read(), "", "Accept", "text/html");
            var location = browser.headers().firstValue("Location").orElse("");
            require(
                    browser.statusCode() == 302 && location.startsWith(pager + "/open/"),
                    "%s leads a browser to \"%s\" with %d".formatted(program.name(), location, browser.statusCode()));
        }
        return names();
    }

    String theTokenIsTaken() {
        var token = PagerClient.token(cluster.kubectl());
        for (var program : programs) {
            var answer = send(program, "GET", program.read(), token);
            require(
                    answer.statusCode() == 200,
                    "%s answers %d: %s"
                            .formatted(
                                    program.name(),
                                    answer.statusCode(),
                                    answer.body().strip()));
        }
        return names();
    }

    String otherOriginsAreRefused() {
        var token = PagerClient.token(cluster.kubectl());
        for (var program : programs) {
            for (var method : List.of("GET", "POST", "OPTIONS")) {
                refused(program, method, program.read(), token, "Origin", "https://evil.example");
            }
            refused(program, "GET", program.read(), token, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors");
        }
        return names();
    }

    String changesAreRefused() {
        var token = PagerClient.token(cluster.kubectl());
        var refused = new ArrayList<String>();
        for (var program : programs) {
            for (var change : program.changes()) {
                var parts = change.split(" ", 2);
                var answer = refused(program, parts[0], parts[1], token);
                // A program may refuse it too; that is not what is asked here.
                require(
                        answer.body().startsWith("The proxy of "),
                        "%s is passed on to %s, which refuses it: %s"
                                .formatted(change, program.name(), answer.body().strip()));
                refused.add(change);
            }
        }
        return refused.size() + " requests";
    }

    private HttpResponse<String> refused(Program program, String method, String path, String token, String... headers) {
        var answer = send(program, method, path, token, headers);
        require(
                answer.statusCode() == 403,
                "%s answers %d to %s %s %s"
                        .formatted(program.name(), answer.statusCode(), method, path, String.join(" ", headers)));
        return answer;
    }

    /** No answer may permit another origin anything. */
    private static HttpResponse<String> send(
            Program program, String method, String path, String token, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(program.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = Exchange.send(HTTP, request.build(), HttpResponse.BodyHandlers.ofString(), PATIENCE);
            var permissions = answer.headers().map().keySet().stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                    .toList();
            require(
                    permissions.isEmpty(),
                    "%s %s of %s is answered with %s".formatted(method, path, program.name(), permissions));
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no answer from %s at %s (%s)".formatted(program.name(), program.address(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String names() {
        return String.join(", ", programs.stream().map(Program::name).toList());
    }
}
