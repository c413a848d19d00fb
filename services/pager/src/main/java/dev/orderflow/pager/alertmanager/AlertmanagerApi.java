package dev.orderflow.pager.alertmanager;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.stores.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Client of Alertmanager's API v2; each request ends after five seconds. */
@Component
public class AlertmanagerApi {

    /** Its later releases may add fields. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Alerts of a list of thousands without what is largest of them. */
    private static final JsonMapper LIST =
            JSON.rebuild().addMixIn(Alert.class, WithoutAnnotations.class).build();

    @JsonIgnoreProperties("annotations")
    private interface WithoutAnnotations {}

    /**
     * Bytes of an answer: some thousand alerts. A 32nd of the heap, as what is read of it takes a few times as much.
     */
    private static final long LARGEST = Math.clamp(Runtime.getRuntime().maxMemory() / 32, 1L << 20, 8L << 20);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final @Nullable URI alertmanager;

    AlertmanagerApi(PagerProperties properties) {
        this.alertmanager = properties.addresses().url(Backend.ALERTMANAGER);
    }

    /** Whether the pager knows where Alertmanager is. */
    public boolean isKnown() {
        return alertmanager != null;
    }

    /**
     * An alert that fires, muted or not. Alertmanager lists none that has ended, or that was not sent again in time.
     *
     * @param annotations of an alert of a group; a list of all alerts has none
     */
    public record Alert(
            String fingerprint,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            Status status,
            List<Receiver> receivers) {

        public Alert {
            labels = labels == null ? Map.of() : labels;
            annotations = annotations == null ? Map.of() : annotations;
            receivers = receivers == null ? List.of() : receivers;
            status = status == null ? new Status("", List.of()) : status;
            startsAt = startsAt == null ? Instant.EPOCH : startsAt;
        }

        public List<String> receiverNames() {
            return receivers.stream().map(Receiver::name).toList();
        }

        /** Whether Alertmanager notifies receivers of it. */
        public boolean isActive() {
            return "active".equals(status.state());
        }
    }

    /** @param silencedBy ids of silences */
    public record Status(String state, List<String> silencedBy) {

        public Status {
            silencedBy = silencedBy == null ? List.of() : silencedBy;
        }
    }

    public record Receiver(String name) {}

    /** Alerts that are delivered together. */
    public record Group(Map<String, String> labels, Receiver receiver, List<Alert> alerts) {}

    private record ListedSilence(String id, Instant endsAt) {}

    private record Posted(String silenceID) {}

    /** @throws IOException where Alertmanager does not answer, or not with its list */
    public List<Alert> alerts() throws IOException {
        return List.of(
                get("/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true", LIST, Alert[].class));
    }

    /** @throws IOException where Alertmanager does not answer, or not with its groups */
    public List<Group> groups() throws IOException {
        return List.of(get("/api/v2/alerts/groups?active=true&silenced=false&inhibited=false", JSON, Group[].class));
    }

    /**
     * When silences end, by id.
     *
     * @throws IOException where Alertmanager does not answer, or not with its silences
     */
    public Map<String, Instant> silenceEnds(Collection<String> ids) throws IOException {
        var ends = new HashMap<String, Instant>();
        if (!ids.isEmpty()) {
            for (var silence : get("/api/v2/silences", JSON, ListedSilence[].class)) {
                ends.put(silence.id(), silence.endsAt());
            }
            ends.keySet().retainAll(ids);
        }
        return ends;
    }

    /**
     * Makes a silence.
     *
     * @return its id
     * @throws Refusal where Alertmanager answers with anything but 200 and an id
     * @throws IOException where it does not answer
     */
    public String silence(Map<String, ?> silence) throws IOException, Refusal {
        var body = HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(silence));
        var answer = send(HttpRequest.newBuilder(uri("/api/v2/silences"))
                .header("Content-Type", "application/json")
                .POST(body));
        if (answer.statusCode() != 200) {
            throw new Refusal("Alertmanager answered " + answer.statusCode() + ".");
        }
        try {
            return JSON.readValue(answer.body(), Posted.class).silenceID();
        } catch (JacksonException e) {
            throw new Refusal("Alertmanager did not answer with JSON.");
        }
    }

    /** Alertmanager did not take what it was sent. */
    public static final class Refusal extends Exception {

        Refusal(String message) {
            super(message);
        }
    }

    private <T> T get(String path, JsonMapper json, Class<T> type) throws IOException {
        var answer = send(HttpRequest.newBuilder(uri(path)));
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode());
        }
        try {
            var value = json.readValue(answer.body(), type);
            if (value == null) {
                throw new IOException(path + " answered null");
            }
            return value;
        } catch (JacksonException e) {
            throw new IOException(path + " did not answer with its JSON: " + e.getOriginalMessage(), e);
        }
    }

    private URI uri(String path) {
        if (alertmanager == null) {
            throw new IllegalStateException("orderflow.pager.stores.alertmanager.url is not set");
        }
        return alertmanager.resolve(path);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return Exchange.send(
                    CLIENT,
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST),
                    PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
