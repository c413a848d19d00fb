package dev.orderflow.pager.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.evidence.Chain.Hop;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.testkit.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A store whose every answer has twenty megabytes: what cannot be made is marked, and blocks no other page's evidence.
 */
@PagerTest
class HostileTraceTest {

    private static final String ANSWER = "{\"data\":[" + "{\"spans\":[]},".repeat(1_500_000) + "{}]}";
    private static final TestServer STORES = TestServer.start(_ -> TestServer.Answer.json(ANSWER));

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private EvidenceStore evidence;

    @Autowired
    private JdbcClient jdbc;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        for (var store : new String[] {"prometheus", "jaeger", "victorialogs"}) {
            properties.add("orderflow.pager.stores." + store + ".url", STORES::url);
        }
        // As by the pager's own heap; that of the tests is larger.
        System.setProperty("orderflow.walk.largest-answer", "4194304");
    }

    @AfterAll
    static void stop() {
        STORES.close();
        System.clearProperty("orderflow.walk.largest-answer");
    }

    @Test
    void anAnswerThatIsTooLargeIsMarkedAndTheNextPagesIsMade() throws Exception {
        var first = trigger();
        var second = trigger();
        for (var page : List.of(first, second)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !evidence.of(page.number()).isEmpty());
            assertThat(evidence.of(page.number()).getFirst().hops())
                    .extracting(Hop::answer)
                    .last()
                    .asString()
                    .contains("more than");
        }
    }

    @Test
    void aWalkThatEndedThePagerTwiceIsNotTriedAgain() throws Exception {
        var page = trigger();
        await().atMost(Duration.ofSeconds(60)).until(() -> !evidence.isWanted(page.number()));
        jdbc.sql("insert into evidence (page, requested_at, attempts) values (:page, :now, 2)")
                .param("page", page.number())
                .param("now", Instant.EPOCH.toEpochMilli())
                .update();
        await().atMost(Duration.ofSeconds(60)).until(() -> !evidence.isWanted(page.number()));
        assertThat(evidence.of(page.number()).getFirst().hops().getLast().answer())
                .contains("the pager ended 2 times while it was made");
    }

    private Page trigger() throws Exception {
        var key = UUID.randomUUID().toString();
        var answer = new Http(port, Deliveries.TOKEN)
                .post("/api/v1/alertmanager", Http.JSON, Deliveries.firing(key, "5XX error rate crossed threshold", 1));
        assertThat(answer.statusCode()).isEqualTo(200);
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
