package dev.orderflow.e2e.incident;

import dev.orderflow.e2e.verify.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pager, as a program sees it: by its API, with the token that stands in its Secret. */
final class PagerDoor {

    static final URI ADDRESS = URI.create("http://127.0.0.1:8084");

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).version(HttpClient.Version.HTTP_1_1).build();

    private final String token;

    PagerDoor(Kubectl kubectl) {
        var secret = kubectl.get("secret", "pager", "--namespace", "observability").path("data").path("api-token").asString();
        token = new String(Base64.getDecoder().decode(secret), StandardCharsets.UTF_8);
    }

    /** What it did for one group of alerts: the page, and how often somebody was told of it before it was escalated. */
    record Delivered(long number, String alert, String service, long told) {}

    /** The pages that were made from then on, open or not. */
    List<Delivered> since(Instant begin) {
        var delivered = new ArrayList<Delivered>();
        for (var state : List.of("open", "resolved")) {
            get("?limit=1000&state=" + state).valueStream()
                    .filter(page -> !Instant.parse(page.path("triggeredAt").asString()).isBefore(begin))
                    .map(this::delivered)
                    .forEach(delivered::add);
        }
        return delivered;
    }

    private Delivered delivered(JsonNode page) {
        var labels = page.path("detail").path("labels");
        var number = page.path("number").asLong();
        var told = timeline(number).stream()
                .takeWhile(entry -> !entry.equals("ESCALATED"))
                .filter(entry -> entry.equals("NOTIFIED"))
                .count();
        return new Delivered(number, labels.path("alertname").asString(""), labels.path("service").asString(""), told);
    }

    /** The kinds of a page's entries, the oldest first. */
    List<String> timeline(long number) {
        return get("/" + number + "/timeline").valueStream().map(entry -> entry.path("kind").asString()).toList();
    }

    String state(long number) {
        return get("/" + number).path("state").asString();
    }

    void acknowledge(long number) {
        send(request("/" + number + "/acknowledge").POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** How many pages there are of each group, by alert and service. */
    static Map<String, Integer> byGroup(List<Delivered> pages) {
        var groups = new TreeMap<String, Integer>();
        pages.forEach(page -> groups.merge(page.alert() + " " + page.service(), 1, Integer::sum));
        return groups;
    }

    private JsonNode get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(ADDRESS + "/api/v1/pages" + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token);
    }

    /** @throws IllegalStateException where it refuses */
    private static JsonNode send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from the pager at " + ADDRESS + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
