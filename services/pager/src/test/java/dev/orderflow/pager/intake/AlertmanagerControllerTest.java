package dev.orderflow.pager.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Source;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Entry;
import dev.orderflow.pager.page.Timeline.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

@PagerTest
@ExtendWith(OutputCaptureExtension.class)
class AlertmanagerControllerTest {

    private static final String PATH = "/api/v1/alertmanager";

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private Timeline timeline;

    private final String key = "{}:{alertname=\\\"ErrorRateHigh\\\", n=" + UUID.randomUUID() + "}";
    private Http alertmanager;

    @BeforeEach
    void client() {
        alertmanager = new Http(port, Deliveries.TOKEN);
    }

    @Test
    void aDeliveryIsStoredWhenItIsAnswered() throws Exception {
        assertThat(deliver(Deliveries.firing(key, "5XX error rate crossed threshold", 3)))
                .isEqualTo(200);
        var page = ours().getFirst();
        assertThat(page.title()).isEqualTo("5XX error rate crossed threshold");
        assertThat(page.severity()).isEqualTo("page");
        assertThat(page.detail().labels()).containsEntry("service", "gateway");
        assertThat(page.detail().alerts())
                .hasSize(3)
                .first()
                .satisfies(alert -> assertThat(alert.fingerprint()).hasSize(16));
    }

    @Test
    void theSameDeliveryTwentyTimesAtOnceIsOnePage() throws Exception {
        var delivery = Deliveries.firing(key, "at once", 1);
        try (var senders = Executors.newFixedThreadPool(10)) {
            var answers = new ArrayList<Callable<Integer>>();
            for (var number = 0; number < 20; number++) {
                answers.add(() -> deliver(delivery));
            }
            for (var answer : senders.invokeAll(answers)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(ours()).hasSize(1);
        assertThat(kinds())
                .filteredOn(kind -> kind == Kind.CREATED || kind == Kind.NOTIFYING)
                .hasSize(2);
        assertThat(kinds())
                .filteredOn(kind -> kind == Kind.DUPLICATE_SUPPRESSED)
                .hasSize(19);
    }

    @Test
    void neitherCountNorTextMakesASecondPage() throws Exception {
        deliver(Deliveries.firing(key, "one is slow", 1));
        deliver(Deliveries.firing(key, "three are slow", 3));
        assertThat(ours()).singleElement().satisfies(page -> {
            assertThat(page.title()).isEqualTo("three are slow");
            assertThat(page.detail().count()).isEqualTo(3);
        });
    }

    @Test
    void moreAlertsThanAreKeptAreCounted() throws Exception {
        deliver(Deliveries.firing(key, "many", 120).replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":7"));
        assertThat(ours().getFirst().detail().alerts()).hasSize(100);
        assertThat(ours().getFirst().detail().count()).isEqualTo(127);
    }

    @Test
    void itResolvesAndReopens() throws Exception {
        deliver(Deliveries.firing(key, "down", 1));
        deliver(Deliveries.resolved(key, "down", 1));
        deliver(Deliveries.resolved(key, "down", 1));
        deliver(Deliveries.firing(key, "down", 1));
        assertThat(kinds())
                .filteredOn(kind -> kind != Kind.NOTIFIED && kind != Kind.EVIDENCE_INCOMPLETE)
                .containsExactly(Kind.CREATED, Kind.NOTIFYING, Kind.RESOLVED, Kind.REOPENED, Kind.NOTIFYING);
    }

    /** Grafana's own contact point: version "1", times with an offset, values that are null, a key of several lines. */
    @Test
    void grafanasWebhookIsTakenToo() throws Exception {
        var firing = Deliveries.firing(key, "of Grafana", 1)
                .replace(
                        "\"version\":\"4\"",
                        "\"version\":\"1\",\"orgId\":1,\"title\":\"[FIRING:1]\",\"state\":\"alerting\","
                                + "\"message\":\"\"")
                .replace(
                        "2026-11-25T01:59:00.123Z",
                        "2026-11-25T02:59:00.123+01:00\",\"values\":null,\"valueString\":\"");
        assertThat(deliver(firing)).isEqualTo(200);
        var page = pages.open(10_000).stream()
                .filter(open -> open.source() == Source.GRAFANA && open.title().equals("of Grafana"))
                .findFirst()
                .orElseThrow();
        assertThat(page.newestStart()).isEqualTo("2026-11-25T01:59:00.123Z");
        assertThat(deliver(Deliveries.resolved(key, "of Grafana", 1).replace("\"version\":\"4\"", "\"version\":\"1\"")))
                .isEqualTo(200);
        assertThat(pages.get(page.number()).isOpen()).isFalse();
    }

    @Test
    void aTruncatedDeliveryOfEndsEndsNothing() throws Exception {
        deliver(Deliveries.firing(key, "many", 3));
        deliver(Deliveries.resolved(key, "many", 3).replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":40"));
        assertThat(ours()).hasSize(1);
        assertThat(kinds()).contains(Kind.RESOLVE_DEFERRED);
        deliver(Deliveries.resolved(key, "many", 3));
        assertThat(ours()).isEmpty();
    }

    /** The end of some alerts of a group; of those that were left out nobody knows. */
    @Test
    void aTruncatedDeliveryOfGrafanasEndsEndsNothing() throws Exception {
        deliver(ofGrafana(Deliveries.firing(key, "many of Grafana", 3)));
        var page = pages.open(10_000).stream()
                .filter(open -> open.title().equals("many of Grafana"))
                .findFirst()
                .orElseThrow();
        deliver(ofGrafana(Deliveries.resolved(key, "many of Grafana", 3))
                .replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":40"));
        assertThat(pages.get(page.number()).isOpen()).isTrue();
        assertThat(timeline.of(page.number()))
                .extracting(Entry::kind)
                .contains(Kind.RESOLVE_DEFERRED)
                .doesNotContain(Kind.RESOLVED);
        deliver(ofGrafana(Deliveries.resolved(key, "many of Grafana", 3)));
        assertThat(pages.get(page.number()).isOpen()).isFalse();
    }

    private static String ofGrafana(String delivery) {
        return delivery.replace("\"version\":\"4\"", "\"version\":\"1\"");
    }

    @Test
    void theWatchdogMakesNoPage() throws Exception {
        assertThat(deliver(Deliveries.firing(key, "always", 1)
                        .replace("ErrorRateHigh\",\"severity", "Watchdog\",\"severity")))
                .isEqualTo(200);
        assertThat(ours()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                                                         | MALFORMED_REQUEST",
                "[]                                                                        | MALFORMED_REQUEST",
                "{\"version\":\"4\",\"groupKey\":7,\"alerts\":{}}                          | MALFORMED_REQUEST",
                "null                                                                      | VALIDATION_FAILED",
                "{}                                                                        | VALIDATION_FAILED",
                "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{}]}                 | VALIDATION_FAILED",
                "{\"version\":\"4\",\"groupKey\":\"k\",\"status\":\"firing\",\"alerts\":[]} | VALIDATION_FAILED",
                "{\"version\":\"4\",\"groupKey\":\"k\",\"status\":\"x\",\"alerts\":[{}]}   | VALIDATION_FAILED"
            })
    void whatIsNoDeliveryIsRefused(String body, String code) throws Exception {
        var answer = alertmanager.post(PATH, Http.JSON, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void whatIsTooLargeIsRefusedAndWhatWasStoredStays() throws Exception {
        deliver(Deliveries.firing(key, "small", 1));
        var answer = alertmanager.post(PATH, Http.JSON, Deliveries.firing(key, "large".repeat(20_000), 1));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("PAYLOAD_TOO_LARGE");
        assertThat(ours().getFirst().title()).isEqualTo("small");
    }

    @Test
    void withoutItsTokenNothingIsTaken() throws Exception {
        for (var token : List.of("", "wrong", "api-token-of-the-tests")) {
            var answer = new Http(port, token).post(PATH, Http.JSON, Deliveries.firing(key, "forged", 1));
            assertThat(answer.statusCode()).as(token).isEqualTo(token.startsWith("api") ? 403 : 401);
            assertThat(answer.body()).contains("\"code\":");
        }
        assertThat(ours()).isEmpty();
    }

    /** What is logged names who it came from, and never the token. */
    @Test
    void whatIsRefusedIsLogged(CapturedOutput output) throws Exception {
        new Http(port, "a-token-that-somebody-tries").post(PATH, Http.JSON, Deliveries.firing(key, "forged", 1));
        assertThat(output)
                .contains("POST " + PATH + " from 127.0.0.1 is refused")
                .doesNotContain("a-token-that-somebody-tries");
    }

    /**
     * Alertmanager signs nothing: who can send its token could also make one up. But what comes again notifies nobody
     * again.
     */
    @Test
    void aReplayedDeliveryNotifiesNobodyAgain() throws Exception {
        var firing = Deliveries.firing(key, "captured", 1);
        deliver(firing);
        for (var replay = 0; replay < 5; replay++) {
            assertThat(deliver(firing)).isEqualTo(200);
        }
        assertThat(ours()).hasSize(1);
        assertThat(kinds()).filteredOn(kind -> kind == Kind.NOTIFYING).hasSize(1);
        assertThat(new Http(port, "").post(PATH, Http.JSON, firing).statusCode())
                .isEqualTo(401);
    }

    /** An end that was captured earlier does not end what fires since. */
    @Test
    void aReplayedEndEndsNothingNew() throws Exception {
        var ended = Deliveries.resolved(key, "captured", 1);
        deliver(Deliveries.firing(key, "captured", 1));
        deliver(ended);
        deliver(Deliveries.firing(key, "captured", 1).replace("2026-11-25T01:59:00.123Z", "2026-11-25T02:30:00Z"));
        assertThat(deliver(ended)).isEqualTo(200);
        assertThat(ours()).hasSize(1);
        assertThat(kinds()).contains(Kind.STALE_RESOLVE_IGNORED);
    }

    private int deliver(String body) throws Exception {
        return alertmanager.post(PATH, Http.JSON, body).statusCode();
    }

    private List<Page> ours() {
        return pages.open(10_000).stream()
                .filter(page ->
                        page.source() == Source.ALERTMANAGER && page.dedupKey().equals(key.replace("\\", "")))
                .toList();
    }

    private List<Kind> kinds() {
        return timeline.of(ours().getFirst().number()).stream().map(Entry::kind).toList();
    }
}
