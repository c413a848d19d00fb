package dev.orderflow.pager.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.evidence.EvidenceStore.Wanted;
import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PagerTest
class EvidenceStoreTest {

    @Autowired
    private EvidenceStore evidence;

    @Autowired
    private Paging paging;

    @Autowired
    private JdbcClient jdbc;

    /** A page whose alert ends and fires every few minutes is walked from each time, for days. */
    @Test
    void ofAPageThatIsReopenedAgainAndAgainTheLastTenAreKept() {
        var began = Instant.parse("2026-11-25T01:59:00Z");
        var page = paging.trigger(new Signal(
                        Source.EVENTS,
                        UUID.randomUUID().toString(),
                        "it flaps",
                        "page",
                        new Detail(Map.of(), Map.of(), List.of(), 0),
                        began))
                .number();
        for (var time = 0; time < 12; time++) {
            var id = jdbc.sql("insert into evidence (page, requested_at, done_at) values (:page, 0, 0) returning id")
                    .param("page", page)
                    .query(Long.class)
                    .single();
            evidence.done(new Wanted(id, page, 1), chain("cause " + time), began);
        }
        assertThat(evidence.of(page))
                .hasSize(10)
                .first()
                .extracting(Chain::cause)
                .isEqualTo("cause 11");
    }

    private static Chain chain(String cause) {
        return new Chain(
                Instant.EPOCH, true, "", cause, "", "", List.of(), List.of(), List.of(), List.of(), "", 0, null);
    }
}
