package dev.orderflow.drill.cluster;

import dev.orderflow.exchange.Exchange;
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

/** The pager's API, as its openapi.yaml has it, with the token of a program. */
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

    /** At its port on 127.0.0.1, with the token that was made at install. */
    public static PagerClient local(Kubectl kubectl) {
        return new PagerClient(LocalCluster.here().pager(), token(kubectl));
    }

    /** Made at install; the proxy before the stores takes it too. */
    public static String token(Kubectl kubectl) {
        return kubectl.secret("pager", "observability", "api-token");
    }

    public URI address() {
        return pager;
    }

    /**
     * @param fromAlertmanager whether an alert made it: the dead man's switch is about the watching, not about the
     *     system
     */
    public record Page(
            long number, String state, boolean fromAlertmanager, Instant triggeredAt, Map<String, String> labels) {

        public boolean isNew() {
            return state.equals("TRIGGERED");
        }

        public boolean isResolved() {
            return state.equals("RESOLVED");
        }

        /** Empty where its alerts have none that they share. */
        public String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    public record Entry(Instant at, String kind, String who) {}

    /** @param traceId empty where none was named */
    public record Verdict(Instant at, String who, Cause cause, String traceId) {}

    public List<Page> open() {
        return pages("open");
    }

    /** Those that were made, or reopened, from then on, open or not. */
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

    /** What happened to a page, the oldest first. */
    public List<Entry> timeline(long page) {
        return get("/api/v1/pages/" + page + "/timeline")
                .valueStream()
                .map(entry -> new Entry(
                        Instant.parse(entry.path("at").asString()),
                        entry.path("kind").asString(),
                        entry.path("who").asString()))
                .toList();
    }

    /** The newest first. */
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

    /** @param page null where it is about none in particular */
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

    /** @throws IllegalStateException for any status but 200, or no answer; the message names the next command to try */
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
