package dev.orderflow.pager.silence;

import dev.orderflow.pager.alertmanager.AlertmanagerApi;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Source;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Makes silences in Alertmanager, by its API v2: its notifications of alerts with a page's labels are held back, and so
 * is the page's escalation.
 */
@Component
public class Silences {

    private final AlertmanagerApi alertmanager;
    private final Pages pages;
    private final Paging paging;
    private final Clock clock;

    Silences(AlertmanagerApi alertmanager, Pages pages, Paging paging, Clock clock) {
        this.alertmanager = alertmanager;
        this.pages = pages;
        this.paging = paging;
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
            throw new ApiException(
                    ErrorCode.VALIDATION_FAILED,
                    "Page " + number + " is none of Alertmanager's, so there is nothing to silence there.");
        }
        if (!alertmanager.isKnown()) {
            throw new ApiException(
                    ErrorCode.DOWNSTREAM_UNAVAILABLE,
                    "The pager does not know where Alertmanager is: set orderflow.pager.stores.alertmanager.url.");
        }
        var now = clock.instant();
        var silence = new Silence(post(page, now, now.plus(length), who, comment), now.plus(length));
        paging.silence(
                number,
                silence.until(),
                who,
                "until %s: %s (silence %s)".formatted(silence.until(), comment, silence.id()));
        return silence;
    }

    private String post(Page page, Instant from, Instant until, String who, String comment) {
        var matchers = page.detail().labels().entrySet().stream()
                .map(label ->
                        Map.of("name", label.getKey(), "value", label.getValue(), "isRegex", false, "isEqual", true))
                .toList();
        var body = Map.of(
                "matchers", List.copyOf(matchers),
                "startsAt", from.toString(),
                "endsAt", until.toString(),
                "createdBy", who,
                "comment", comment);
        try {
            return alertmanager.silence(body);
        } catch (AlertmanagerApi.Refusal e) {
            throw new ApiException(ErrorCode.DOWNSTREAM_FAILED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.DOWNSTREAM_UNAVAILABLE, "Alertmanager cannot be reached.", e);
        }
    }
}
