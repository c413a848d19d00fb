package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.stores.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** Sends a test alert to Alertmanager, and follows the page that the pager opens for it until somebody is notified. */
final class TestPage {

    private static final Duration ALERT = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration REPORT = Duration.ofSeconds(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final PagerClient pager;
    private final URI alertmanager;
    private final Progress progress;
    private final Clock clock;

    /** The label of the test alert. Unique for each run, so that each run opens a new page. */
    private final String service;

    TestPage(PagerClient pager, URI alertmanager, Progress progress, Clock clock) {
        this.pager = pager;
        this.alertmanager = alertmanager;
        this.progress = progress;
        this.clock = clock;
        this.service = "test-" + clock.instant().getEpochSecond();
    }

    /**
     * Sends the test page.
     *
     * @throws IllegalStateException if nobody is notified; the message says how far the page came, and what to try
     */
    void run() {
        requirePager();
        alert(ALERT);
        progress.say("Alertmanager has the alert, and waits ten seconds for others of its group");
        var page = await("the page", "the pager has no page for it", this::page);
        var number = page.path("number").asLong();
        progress.say("page %d: %s/pages/%d".formatted(number, pager.address(), number));
        var timeline = await("a notification", "nobody is notified", () -> notified(number));
        timeline.forEach(entry -> System.out.printf(
                "  %s  %s  %s%n",
                TIME.format(Instant.parse(entry.path("at").asString())),
                entry.path("kind").asString().toLowerCase(Locale.ROOT).replace('_', ' '),
                entry.path("text").asString("")));
        alert(Duration.ZERO);
        progress.say("the alert has ended: the page resolves within about a minute");
        System.out.printf(
                """

                  log in as    %s, whose password is in the Secret pager:
                               %s
                """,
                person(timeline),
                Kubectl.command("--namespace observability get secret pager -o"
                        + " go-template='{{index .data \"alice-password\" | base64decode}}'"));
    }

    private void requirePager() {
        try {
            pager.get("/api/v1/pages?limit=1");
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "%s%nA cluster that is older than the pager maps no port to it; try: %s &"
                            .formatted(
                                    e.getMessage(),
                                    Kubectl.command("--namespace observability port-forward service/pager %d:8080"
                                            .formatted(pager.address().getPort()))),
                    e);
        }
    }

    /** Sends the alert to Alertmanager; with a duration of zero, its end. */
    private void alert(Duration until) {
        var alert = Map.of(
                "labels",
                Map.of(
                        "alertname", "TestPage",
                        "severity", "page",
                        "namespace", "observability",
                        "service", service),
                "annotations",
                Map.of("summary", "A test: nothing is wrong", "description", "Sent by make page."),
                "endsAt",
                clock.instant().plus(until).truncatedTo(ChronoUnit.SECONDS).toString());
        var request = Http.request(alertmanager.resolve("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Kubectl.JSON.writeValueAsString(List.of(alert))))
                .build();
        try {
            var answer = Exchange.send(HTTP, request, HttpResponse.BodyHandlers.ofString(), Duration.ofSeconds(10));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "Alertmanager did not take the alert: %s answered %d: %s; try: make verify"
                                .formatted(request.uri(), answer.statusCode(), answer.body()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no answer from Alertmanager at %s (%s); try: make cluster-up".formatted(request.uri(), e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Optional<JsonNode> page() {
        return pager.get("/api/v1/pages")
                .valueStream()
                .filter(page -> page.path("detail")
                        .path("labels")
                        .path("service")
                        .asString("")
                        .equals(service))
                .findFirst();
    }

    /** Returns the page's timeline, once somebody is notified. */
    private Optional<JsonNode> notified(long page) {
        var timeline = pager.get("/api/v1/pages/" + page + "/timeline");
        return timeline.valueStream()
                        .anyMatch(entry -> entry.path("kind").asString().equals("NOTIFIED"))
                ? Optional.of(timeline)
                : Optional.empty();
    }

    private JsonNode await(String what, String state, Supplier<Optional<JsonNode>> ask) {
        var reported = new Instant[] {Instant.now()};
        try {
            return Awaitility.await(what)
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptionsInstanceOf(IllegalStateException.class)
                    .conditionEvaluationListener(_ -> {
                        if (Duration.between(reported[0], Instant.now()).compareTo(REPORT) >= 0) {
                            reported[0] = Instant.now();
                            progress.say("  … waiting for " + what + ": " + state);
                        }
                    })
                    .until(ask::get, Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "%s: not within %d s: %s%ntry: make verify; the pager's log: %s"
                            .formatted(
                                    what,
                                    TIMEOUT.toSeconds(),
                                    state,
                                    Kubectl.command("--namespace observability logs statefulset/pager --tail=20")),
                    e);
        }
    }

    /** Returns the first person who is notified, from a text as "primary: alice, bob". */
    private static String person(JsonNode timeline) {
        return timeline.valueStream()
                .filter(entry -> entry.path("kind").asString().equals("NOTIFYING"))
                .map(entry -> entry.path("text").asString(""))
                .map(text -> text.replaceFirst("^[^:]*: ", "").replaceFirst(", .*", ""))
                .findFirst()
                .orElse("whoever is on call");
    }
}
