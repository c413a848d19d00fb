package dev.orderflow.drill.cluster;

import dev.orderflow.exchange.Exchange;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the pager's API, with the token for programs. The pager's openapi.yaml documents the API. */
public final class PagerClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final URI pager;
    private final String token;

    public PagerClient(URI pager, String token) {
        this.pager = pager;
        this.token = token;
    }

    /** Connects to the pager's port on 127.0.0.1, with the token that was generated at the installation. */
    public static PagerClient local(Kubectl kubectl) {
        return new PagerClient(LocalCluster.here().pager(), token(kubectl));
    }

    /** Reads the API token from the Secret {@code pager}. The proxy before the telemetry stores accepts it, too. */
    public static String token(Kubectl kubectl) {
        return kubectl.secret("pager", "observability", "api-token");
    }

    public URI address() {
        return pager;
    }

    /**
     * A page.
     *
     * @param fromAlertmanager whether an alert opened the page; false for the dead man's switch, which reports missing
     *     alerts and no fault of the system
     */
    public record Page(
            long number, String state, boolean fromAlertmanager, Instant triggeredAt, Map<String, String> labels) {

        public boolean isNew() {
            return state.equals("TRIGGERED");
        }

        public boolean isResolved() {
            return state.equals("RESOLVED");
        }

        /** Returns a label that all alerts of the page share; empty if they share none of that name. */
        public String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    /** An entry of a page's timeline. */
    public record Entry(Instant at, String kind, String who) {}

    /**
     * A cause that a responder stated.
     *
     * @param traceId empty if none was named
     */
    public record Verdict(Instant at, String who, Cause cause, String traceId) {}

    public List<Page> open() {
        return pages("open");
    }

    /** Returns the pages that were opened or reopened since a time, whether open or resolved. */
    public List<Page> since(Instant begin) {
        return Stream.of("open", "resolved")
                .flatMap(state -> pages(state).stream())
                .filter(page -> !page.triggeredAt().isBefore(begin))
                .toList();
    }

    private List<Page> pages(String state) {
        return get("/api/v1/pages?limit=1000&state=" + state)
                .valueStream()
                .map(PagerClient::page)
                .toList();
    }

    /** Returns the alert that a page is of, as it was when the page was opened. */
    public Alert alert(long number) {
        var page = page(get("/api/v1/pages/" + number));
        return new Alert(
                page.label("alertname"), "firing", page.labels(), Map.of(), "", page.triggeredAt(), Double.NaN);
    }

    /** Returns the timeline of a page, oldest entry first. */
    public List<Entry> timeline(long page) {
        return get("/api/v1/pages/" + page + "/timeline")
                .valueStream()
                .map(entry -> new Entry(
                        Instant.parse(entry.path("at").asString()),
                        entry.path("kind").asString(),
                        entry.path("who").asString()))
                .toList();
    }

    /** Returns the last 1,000 verdicts, newest first. */
    public List<Verdict> verdicts() {
        return get("/api/v1/verdicts?limit=1000")
                .valueStream()
                .map(verdict -> new Verdict(
                        Instant.parse(verdict.path("at").asString()),
                        verdict.path("who").asString(),
                        Cause.of(
                                verdict.path("component").asString(),
                                verdict.path("mechanism").asString()),
                        verdict.path("traceId").asString()))
                .toList();
    }

    public void acknowledge(long page) {
        send(request("/api/v1/pages/" + page + "/acknowledge").POST(HttpRequest.BodyPublishers.noBody()), 200);
    }

    /**
     * States a cause, as a responder does.
     *
     * @param page the page that the cause explains; null for none in particular
     */
    public void state(@Nullable Long page, Cause cause, String traceId) {
        var body = JSON.createObjectNode()
                .put("page", page)
                .put("component", cause.component().id())
                .put("mechanism", cause.mechanism().id())
                .put("traceId", traceId);
        send(
                request("/api/v1/verdicts")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
                201);
    }

    /**
     * Sends a GET request.
     *
     * @throws IllegalStateException for any status but 200, or no answer; the message names the next command to try
     */
    public JsonNode get(String path) {
        return send(request(path).GET(), 200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(pager.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private static JsonNode send(HttpRequest.Builder builder, int expected) {
        var request = builder.build();
        try {
            var answer = Exchange.send(HTTP, request, HttpResponse.BodyHandlers.ofString(), TIMEOUT);
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(
                        "%s answered %d: %s".formatted(request.uri(), answer.statusCode(), answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no answer from the pager at %s (%s); try: make cluster-up".formatted(request.uri(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Page page(JsonNode page) {
        var labels = new HashMap<String, String>();
        page.path("detail")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return new Page(
                page.path("number").asLong(),
                page.path("state").asString(),
                page.path("source").asString().equals("ALERTMANAGER"),
                Instant.parse(page.path("triggeredAt").asString()),
                labels);
    }
}
