package dev.orderflow.pager.silence;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Source;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Makes silences in Alertmanager, by its API v2: its notifications of what has a page's labels are held back. */
@Component
public class Silences {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

    private final @Nullable URI alertmanager;
    private final Pages pages;
    private final Paging paging;
    private final JsonMapper json;
    private final Clock clock;

    Silences(PagerProperties properties, Pages pages, Paging paging, JsonMapper json, Clock clock) {
        this.alertmanager = properties.stores().alertmanager().url();
        this.pages = pages;
        this.paging = paging;
        this.json = json;
        this.clock = clock;
    }

    /** @param id Alertmanager's */
    public record Silence(String id, Instant until) {}

    /**
     * Silences what a page is about.
     *
     * @throws ApiException NOT_FOUND, VALIDATION_FAILED where the page is none of Alertmanager's, DOWNSTREAM_FAILED or
     *     DOWNSTREAM_UNAVAILABLE where Alertmanager did not take it
     */
    public Silence create(long number, Duration length, String who, String comment) {
        var page = pages.get(number);
        if (page.source() != Source.ALERTMANAGER || page.detail().labels().isEmpty()) {
            throw new ApiException(ErrorCode.VALIDATION_FAILED, "Page " + number + " is none of Alertmanager's, so there is nothing to silence there.");
        }
        if (alertmanager == null) {
            throw new ApiException(ErrorCode.DOWNSTREAM_UNAVAILABLE, "The pager does not know where Alertmanager is: set orderflow.pager.stores.alertmanager.url.");
        }
        var now = clock.instant();
        var silence = new Silence(post(alertmanager, page, now, now.plus(length), who, comment), now.plus(length));
        paging.silence(number, silence.until(), who, "until %s: %s (silence %s)".formatted(silence.until(), comment, silence.id()));
        return silence;
    }

    private String post(URI base, Page page, Instant from, Instant until, String who, String comment) {
        var matchers = page.detail().labels().entrySet().stream()
                .map(label -> Map.of("name", label.getKey(), "value", label.getValue(), "isRegex", false, "isEqual", true))
                .toList();
        var body = Map.of(
                "matchers", List.copyOf(matchers),
                "startsAt", from.toString(),
                "endsAt", until.toString(),
                "createdBy", who,
                "comment", comment);
        var request = HttpRequest.newBuilder(base.resolve("/api/v2/silences"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new ApiException(ErrorCode.DOWNSTREAM_FAILED, "Alertmanager answered " + response.statusCode() + ".");
            }
            return json.readTree(response.body()).path("silenceID").asString();
        } catch (JacksonException e) {
            throw new ApiException(ErrorCode.DOWNSTREAM_FAILED, "Alertmanager did not answer with JSON.", e);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.DOWNSTREAM_UNAVAILABLE, "Alertmanager cannot be reached.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
