package dev.orderflow.pager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionJob;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** What is deleted, on a database of its own, in portions that are smaller than what there is. */
@PagerTest
@TestPropertySource(properties = "orderflow.retention.batch=7")
class HistoryTest {

    private static final List<String> OF_A_PAGE =
            List.of("timeline", "notification", "evidence", "verdict", "page_alert");
    private static final int ROWS = 20;

    /** The database's own guard goes by the machine's clock, which may be behind the tests'. */
    private static final Duration LONG = Duration.ofDays(2000);

    @Autowired
    private RetentionJob retention;

    @Autowired
    private List<Retention> retentions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Test
    void everyTableThatGrowsHasARetention() {
        var tables = jdbc.sql(
                        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name "
                                + "<> 'flyway_schema_history'")
                .query(String.class)
                .list();
        var kept = retentions.stream()
                .flatMap(one -> one.tables().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        // It has a row for each alert that always fires, of which there is one.
        kept.add("heartbeat");
        assertThat(kept).containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void whatEndedLongAgoIsDeletedAndNothingElse() {
        var expired = page(LONG, LONG);
        var kept = page(Duration.ofDays(399), Duration.ofDays(399));
        var young = page(Duration.ofDays(29), LONG);
        var explained = page(LONG, LONG);
        entry("timeline", explained, 1, clock.instant().minus(Duration.ofDays(1)));
        var ofNoPage = jdbc.sql("select count(*) from verdict where page is null")
                .query(Integer.class)
                .single();
        entry("verdict", null, 1, clock.instant().minus(LONG));
        entry("verdict", null, 1, clock.instant().minus(Duration.ofDays(399)));
        retention.run();
        assertThat(rows("page", expired)).isZero();
        assertThat(OF_A_PAGE).allSatisfy(table -> {
            assertThat(rows(table, expired)).as("expired").isZero();
            assertThat(rows(table, young)).as("young").isEqualTo(ROWS);
            var isShort = table.equals("notification") || table.equals("evidence");
            assertThat(rows(table, kept)).as("kept").isEqualTo(isShort ? 0 : ROWS);
            assertThat(rows(table, explained))
                    .as("explained lately")
                    .isEqualTo(isShort ? 0 : table.equals("timeline") ? ROWS + 1 : ROWS);
        });
        assertThat(List.of(kept, young, explained))
                .allSatisfy(number -> assertThat(rows("page", number)).isOne());
        assertThat(jdbc.sql("select count(*) from verdict where page is null")
                        .query(Integer.class)
                        .single())
                .isEqualTo(ofNoPage + 1);
        assertThat(jdbc.sql("pragma foreign_key_check").query().listOfRows()).isEmpty();
    }

    @Test
    void nothingOfAnOpenPageIsDeletedHoweverOldItIs() {
        var triggered = page(null, LONG);
        var acknowledged = page(null, LONG);
        jdbc.sql("update page set state = 'ACKNOWLEDGED' where number = ?")
                .param(acknowledged)
                .update();
        retention.run();
        for (var number : List.of(triggered, acknowledged)) {
            assertThat(rows("page", number)).isOne();
            assertThat(OF_A_PAGE)
                    .allSatisfy(table -> assertThat(rows(table, number)).isEqualTo(ROWS));
            for (var table : List.of("timeline", "verdict")) {
                assertThatThrownBy(() -> jdbc.sql("delete from " + table + " where page = ?")
                                .param(number)
                                .update())
                        .hasMessageContaining("only added to");
            }
            assertThatThrownBy(() -> jdbc.sql("delete from page where number = ?")
                            .param(number)
                            .update())
                    .hasMessageContaining("an open page is not deleted");
        }
    }

    /** Whatever the configuration says. */
    @Test
    void theDatabaseLosesNoYoungHistory() {
        var number = page(Duration.ZERO, LONG);
        entry("timeline", number, 1, Instant.now());
        entry("verdict", number, 1, Instant.now());
        for (var table : List.of("timeline", "verdict")) {
            assertThatThrownBy(() -> jdbc.sql("delete from " + table + " where page = ?")
                            .param(number)
                            .update())
                    .hasMessageContaining("only added to");
            assertThat(rows(table, number)).isEqualTo(ROWS + 1);
        }
    }

    /**
     * A page with all that belongs to it.
     *
     * @param ended so long ago; null where it is open
     * @param age how long ago it was triggered, and all of it written
     */
    private long page(@Nullable Duration ended, Duration age) {
        var at = clock.instant().minus(age);
        var number = jdbc.sql("""
                        insert into page (source, dedup_key, state, title, severity, detail, newest_start, triggered_at, resolved_at, resolved_by)
                        values ('EVENTS', hex(randomblob(8)), :state, 'old', 'page', '{"labels":{},"annotations":{},"alerts":[],"truncated":0}',
                            :at, :at, :resolved, 'alice') returning number
                        """)
                .param("state", ended == null ? "TRIGGERED" : "RESOLVED")
                .param("at", at.toEpochMilli())
                .param(
                        "resolved",
                        ended == null ? null : clock.instant().minus(ended).toEpochMilli())
                .query(Long.class)
                .single();
        OF_A_PAGE.forEach(table -> entry(table, number, ROWS, at));
        return number;
    }

    private void entry(String table, @Nullable Long page, int rows, Instant at) {
        var sql = switch (table) {
            case "timeline" ->
                "insert into timeline (page, at, kind, who, text) values (:page, :at, 'NOTIFIED', 'pager', 'alice')";
            case "notification" -> """
                    insert into notification (id, page, person, channel, title, next_at, sent_at)
                    values (hex(randomblob(8)), :page, 'alice', 'log', 'old', :at, :at)
                    """;
            case "evidence" ->
                "insert into evidence (page, requested_at, done_at, chain) values (:page, :at, :at, '{}')";
            case "verdict" -> """
                    insert into verdict (at, who, page, component, mechanism, trace_id) values (:at, 'alice', :page, 'none', 'none', '')
                    """;
            default -> "insert into page_alert (page, fingerprint) values (:page, :at || hex(randomblob(8)))";
        };
        for (var row = 0; row < rows; row++) {
            jdbc.sql(sql).param("page", page).param("at", at.toEpochMilli()).update();
        }
    }

    private int rows(String table, long page) {
        return jdbc.sql("select count(*) from %s where %s = ?"
                        .formatted(table, table.equals("page") ? "number" : "page"))
                .param(page)
                .query(Integer.class)
                .single();
    }
}
