package dev.orderflow.drill.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the test page against HTTP answers of Alertmanager and the pager on loopback. */
class TestPageTest {

    private static final Instant NOW = Instant.parse("2026-11-27T22:00:00Z");
    private static final String SERVICE = "test-" + NOW.getEpochSecond();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();
    private TestServer server;
    private volatile int alertStatus = 200;

    @BeforeEach
    void start() {
        server = TestServer.start(this::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theAlertIsRaisedFollowedAndEnded() {
        var output = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            page().run();
        } finally {
            System.setOut(before);
        }
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("page 7: " + server.url() + "/pages/7")
                .contains("  22:00:12  notified  alice, by mail")
                .contains("the alert has ended")
                .contains("log in as    alice, whose password is in the Secret pager");
        assertThat(alerts).hasSize(2).allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asString()).isEqualTo("page");
            assertThat(alert.at("/labels/service").asString()).isEqualTo(SERVICE);
        });
        assertThat(alerts.getFirst().path("endsAt").asString()).isEqualTo("2026-11-27T22:05:00Z");
        assertThat(alerts.getLast().path("endsAt").asString()).isEqualTo(NOW.toString());
    }

    @Test
    void anAlertmanagerThatRefusesIsQuotedWithWhatToTry() {
        alertStatus = 400;
        assertThatIllegalStateException()
                .isThrownBy(page()::run)
                .withMessageContaining("/api/v2/alerts answered 400")
                .withMessageContaining("try: make verify");
    }

    @Test
    void aPagerThatDoesNotAnswerIsNamedWithWhatToTry() {
        server.close();
        assertThatIllegalStateException()
                .isThrownBy(page()::run)
                .withMessageContaining("no answer from the pager at " + server.url())
                .withMessageContaining("port-forward service/pager");
    }

    private TestPage page() {
        return new TestPage(
                new PagerClient(server.url(), "token"), server.url(), new Progress(), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private TestServer.Answer answer(TestServer.Request request) {
        return switch (request.path()) {
            case "/api/v2/alerts" -> {
                alerts.add(JSON.readTree(request.body()).path(0));
                yield TestServer.Answer.of(alertStatus);
            }
            case "/api/v1/pages" -> TestServer.Answer.json(alerts.isEmpty() ? "[]" : """
                    [{"number": 6, "detail": {"labels": {"service": "gateway"}}},
                     {"number": 7, "detail": {"labels": {"service": "%s"}}}]""".formatted(SERVICE));
            case "/api/v1/pages/7/timeline" -> TestServer.Answer.json("""
                    [{"at": "2026-11-27T22:00:11Z", "kind": "TRIGGERED", "who": "alertmanager", "text": "A test"},
                     {"at": "2026-11-27T22:00:11Z", "kind": "NOTIFYING", "who": "pager", "text": "primary: alice, bob"},
                     {"at": "2026-11-27T22:00:12Z", "kind": "NOTIFIED", "who": "pager", "text": "alice, by mail"}]""");
            default -> TestServer.Answer.of(404);
        };
    }
}
