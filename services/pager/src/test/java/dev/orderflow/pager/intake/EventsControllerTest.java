package dev.orderflow.pager.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.SlowSenders;
import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.pager.page.Pages;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** As Alertmanager's notify/pagerduty writes it, and PagerDuty answers. */
@PagerTest
class EventsControllerTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    private final String dedupKey = UUID.randomUUID().toString();
    private Http client;

    @BeforeEach
    void client() {
        client = new Http(port, "");
    }

    @Test
    void aTriggerAnAcknowledgementAndItsEnd() throws Exception {
        var answer = client.post("/v2/enqueue", Http.JSON, event("trigger"));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body())
                .contains(
                        "\"status\":\"success\"",
                        "\"message\":\"Event processed\"",
                        "\"dedup_key\":\"" + dedupKey + "\"");
        assertThat(client.post("/v2/enqueue", Http.JSON, event("trigger")).statusCode())
                .isEqualTo(202);
        assertThat(ours()).hasValueSatisfying(page -> {
            assertThat(page.title()).isEqualTo("[FIRING:1] ErrorRateHigh");
            assertThat(page.severity()).isEqualTo("critical");
            assertThat(page.detail().annotations()).containsEntry("num_firing", "1");
        });
        assertThat(client.post("/v2/enqueue", Http.JSON, event("acknowledge")).statusCode())
                .isEqualTo(202);
        assertThat(ours().orElseThrow().state()).isEqualTo(PageState.ACKNOWLEDGED);
        assertThat(client.post("/v2/enqueue", Http.JSON, event("resolve")).statusCode())
                .isEqualTo(202);
        assertThat(ours()).isEmpty();
    }

    /** PagerDuty takes these too, and does nothing. */
    @Test
    void theEndOfWhatNeverWasIsTaken() throws Exception {
        assertThat(client.post("/v2/enqueue", Http.JSON, event("resolve")).statusCode())
                .isEqualTo(202);
        assertThat(client.post("/v2/enqueue", Http.JSON, event("acknowledge")).statusCode())
                .isEqualTo(202);
    }

    @Test
    void aTriggerWithoutAKeyGetsOne() throws Exception {
        var answer = client.post(
                "/v2/enqueue", Http.JSON, event("trigger").replace("\"dedup_key\":\"" + dedupKey + "\",", ""));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).containsPattern("\"dedup_key\":\"[0-9a-f-]{36}\"");
    }

    /** What clients send beside an object of details. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"CPU 97 % on db-1\"        | CPU 97 % on db-1",
                "[\"db-1\",{\"cpu\":97}]     | [\"db-1\",{\"cpu\":97}]",
                "97                         | 97"
            })
    void detailsOfAnyTypeAreShown(String details, String shown) throws Exception {
        client.post(
                "/v2/enqueue",
                Http.JSON,
                event("trigger")
                        .replaceFirst(
                                "\"custom_details\":\\{[^}]*}",
                                Matcher.quoteReplacement("\"custom_details\":" + details)));
        assertThat(ours().orElseThrow().detail().annotations()).containsEntry("details", shown);
    }

    @Test
    void theClientAndItsLinksAreShownAndOtherSchemesAreNot() throws Exception {
        client.post("/v2/enqueue", Http.JSON, event("trigger").replace("\"payload\":{", """
                "links":[{"href":"https://grafana.example/d/1","text":"board"},{"href":"javascript:alert(1)","text":"bad"}],
                "images":[{"src":"https://grafana.example/1.png","alt":"graph"}],
                "payload":{"timestamp":"2026-11-25T01:59:00Z","""));
        var page = ours().orElseThrow();
        assertThat(page.detail().annotations())
                .containsEntry("client", "Alertmanager")
                .containsEntry("timestamp", "2026-11-25T01:59:00Z");
        assertThat(page.detail().links())
                .extracting(Detail.Link::text, Detail.Link::href)
                .containsExactly(
                        tuple("Alertmanager", "http://alertmanager"),
                        tuple("board", "https://grafana.example/d/1"),
                        tuple("graph", "https://grafana.example/1.png"));
        assertThat(new Http(port, "")
                        .logIn("alice", "correct horse battery")
                        .get("/pages/" + page.number())
                        .body())
                .contains("href=\"https://grafana.example/d/1\"", ">graph</a>")
                .doesNotContain("javascript:alert");
    }

    /** Bodies that come a byte at a time, or not at all, hold up no event that comes whole. */
    @Test
    void slowSendersHoldUpNobodyElse() throws Exception {
        var head = "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n";
        try (var _ = new SlowSenders(port, 100, head)) {
            var begun = System.nanoTime();
            assertThat(client.post("/v2/enqueue", Http.JSON, event("trigger")).statusCode())
                    .isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                KEY + "                  | ffffffffffffffffffffffffffffffff | 'routing_key' is not one",
                KEY + "                  | short                            | Length of 'routing_key'",
                "trigger                 | explode                          | 'event_action' is invalid",
                "\"severity\":\"critical\" | \"severity\":\"bad\"            | 'payload.severity' is invalid",
                "\"summary\"             | \"summery\"                      | 'payload.summary' is missing",
                "}}                      | }                                | The body is not JSON"
            })
    void whatIsNoEventIsRefusedAsPagerDutyDoes(String good, String bad, String error) throws Exception {
        var answer = client.post("/v2/enqueue", Http.JSON, event("trigger").replace(good, bad));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"status\":\"invalid event\"", "\"message\":\"Event object is invalid\"", error);
        assertThat(ours()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        var answer =
                client.post("/v2/enqueue", Http.JSON, event("trigger").replace("ErrorRateHigh", "x".repeat(600_000)));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private String event(String action) {
        return """
                {"routing_key":"%s","dedup_key":"%s","event_action":"%s","client":"Alertmanager","client_url":"http://alertmanager",
                 "payload":{"summary":"[FIRING:1] ErrorRateHigh","source":"Alertmanager","severity":"critical",
                 "custom_details":{"firing":"Labels: …","num_firing":"1","num_resolved":"0","resolved":""}}}""".formatted(KEY, dedupKey, action);
    }

    private Optional<Page> ours() {
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(dedupKey))
                .findFirst();
    }
}
