package dev.orderflow.pager.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.evidence.Chain.Hop;
import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** After a rollback the database holds what a later release wrote, after an upgrade what an earlier one did. */
@PagerTest
class LaterReleaseTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Paging paging;

    @Autowired
    private Pages pages;

    @Autowired
    private Timeline timeline;

    @Autowired
    private EvidenceStore evidence;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private long number;

    @BeforeEach
    void page() {
        clock.reset();
        var detail = new Detail(
                Map.of("alertname", "ErrorRateHigh"),
                Map.of(),
                List.of(new Detail.Alert("f1", Map.of("pod", "1"), Map.of(), clock.instant())),
                0);
        number = paging.trigger(new Signal(
                        Source.EVENTS,
                        UUID.randomUUID().toString(),
                        "of a later release",
                        "page",
                        detail,
                        clock.instant()))
                .number();
    }

    /** Pages of other tests have nothing to do with it. */
    @AfterEach
    void end() {
        paging.resolve(number, "alice");
    }

    @Test
    void fieldsThatItAddedToAPageArePassedOver() throws Exception {
        jdbc.sql("""
                        update page set detail = json_set(detail, '$.later', json('{"a": [1]}'), '$.alerts[0].later', 'x',
                            '$.group', json('{"receiver": "pager", "labels": {}, "later": true}'))
                        where number = ?
                        """).param(number).update();
        assertThat(pages.get(number).detail().alerts().getFirst().fingerprint()).isEqualTo("f1");
        clock.advance(Duration.ofMinutes(5));
        paging.runDue();
        assertThat(timeline.of(number)).extracting(Timeline.Entry::kind).contains(Kind.ESCALATED);
        assertThat(shown()).contains("of a later release");
    }

    /** After an upgrade it holds what an earlier one wrote. */
    @Test
    void aPageOfTheFirstReleaseIsReadAndEscalated() throws Exception {
        jdbc.sql("update page set detail = json_object('labels', json_extract(detail, '$.labels'), 'annotations', "
                        + "json('{}'), 'alerts', json_extract(detail, '$.alerts'), 'truncated', 0) where number = ?")
                .param(number)
                .update();
        assertThat(pages.get(number).detail().alerts().getFirst().fingerprint()).isEqualTo("f1");
        clock.advance(Duration.ofMinutes(5));
        paging.runDue();
        assertThat(timeline.of(number)).extracting(Timeline.Entry::kind).contains(Kind.ESCALATED);
        assertThat(shown()).contains("of a later release");
    }

    @Test
    void fieldsThatItAddedToEvidenceArePassedOver() throws Exception {
        jdbc.sql("""
                        insert into evidence (page, requested_at, done_at, chain) values (:page, 1, 1, '{"at": "2026-11-25T02:00:00Z", "arrived": true,
                            "traceId": "", "cause": "the cause", "codeLocation": "", "refusal": "", "later": {"b": 2},
                            "hops": [{"name": "page", "query": "", "link": "", "answer": "", "passed": true, "milliseconds": 1, "later": 1}],
                            "bars": [], "lines": [], "statements": [], "statementsFrom": "", "milliseconds": 3}')
                        """).param("page", number).update();
        assertThat(evidence.of(number)).anySatisfy(chain -> {
            assertThat(chain.cause()).isEqualTo("the cause");
            assertThat(chain.hops()).extracting(Hop::name).containsExactly("page");
        });
        assertThat(shown()).contains("of a later release");
    }

    @Test
    void sourcesAndEntriesThatOnlyItKnowsAreShown() throws Exception {
        jdbc.sql("update page set source = 'CARRIER_PIGEON' where number = ?")
                .param(number)
                .update();
        jdbc.sql("insert into timeline (page, at, kind, who, text) values (?, 1, 'LANDED', 'pager', 'on the sill')")
                .param(number)
                .update();
        assertThat(pages.get(number).source()).isEqualTo(Source.UNKNOWN);
        assertThat(timeline.of(number))
                .contains(new Timeline.Entry(Instant.ofEpochMilli(1), Kind.UNKNOWN, "pager", "LANDED: on the sill"));
        assertThat(shown()).contains("of a later release", "on the sill");
        paging.acknowledge(number, "alice");
        assertThat(pages.get(number).state()).isEqualTo(PageState.ACKNOWLEDGED);
    }

    private String shown() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        assertThat(browser.get("/").body()).contains("/pages/" + number);
        return browser.get("/pages/" + number).body();
    }
}
