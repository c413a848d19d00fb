package dev.orderflow.pager.page;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The pages that are stored. */
@Repository
public class Pages {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Pages(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @throws ApiException NOT_FOUND where there is none of that number */
    public Page get(long number) {
        return jdbc.sql("select * from page where number = :number")
                .param("number", number)
                .query((row, _) -> page(row))
                .optional()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no page " + number + "."));
    }

    /** Those that are not resolved, the oldest of the loudest first: what nobody has acknowledged stands above the rest. */
    public List<Page> open(int limit) {
        return jdbc.sql("""
                        select * from page where state <> 'RESOLVED'
                        order by state = 'ACKNOWLEDGED', triggered_at, number limit :limit
                        """)
                .param("limit", limit)
                .query((row, _) -> page(row))
                .list();
    }

    /** The newest first. */
    public List<Page> resolved(int limit) {
        return jdbc.sql("select * from page where state = 'RESOLVED' order by resolved_at desc, number desc limit :limit")
                .param("limit", limit)
                .query((row, _) -> page(row))
                .list();
    }

    public int countOpen() {
        return jdbc.sql("select count(*) from page where state <> 'RESOLVED'").query(Integer.class).single();
    }

    /** @param state not RESOLVED, of which there are ever more */
    int count(PageState state) {
        return jdbc.sql("select count(*) from page where state <> 'RESOLVED' and state = :state")
                .param("state", state.name())
                .query(Integer.class)
                .single();
    }

    /** The last page of a key, open or resolved. */
    Optional<Page> last(Source source, String dedupKey) {
        return jdbc.sql("select * from page where source = :source and dedup_key = :key order by number desc limit 1")
                .param("source", source.name())
                .param("key", dedupKey)
                .query((row, _) -> page(row))
                .optional();
    }

    /** Those for which something comes by itself now. */
    List<Long> due(Instant now) {
        return jdbc.sql("select number from page where due_at <= :now order by due_at, number")
                .param("now", now.toEpochMilli())
                .query(Long.class)
                .list();
    }

    Page add(Signal signal, Instant now) {
        var number = jdbc.sql("""
                        insert into page (source, dedup_key, state, title, severity, detail, newest_start, triggered_at)
                        values (:source, :key, 'TRIGGERED', :title, :severity, :detail, :newest, :now) returning number
                        """)
                .param("source", signal.source().name())
                .param("key", signal.dedupKey())
                .param("title", signal.title())
                .param("severity", signal.severity())
                .param("detail", json.writeValueAsString(signal.detail()))
                .param("newest", signal.newestStart().toEpochMilli())
                .param("now", now.toEpochMilli())
                .query(Long.class)
                .single();
        return get(number);
    }

    /** What it is about has changed: more alerts fire, or fewer. */
    void update(Page page, Signal signal) {
        var newest = page.newestStart().isAfter(signal.newestStart()) ? page.newestStart() : signal.newestStart();
        jdbc.sql("update page set title = :title, severity = :severity, detail = :detail, newest_start = :newest where number = :number")
                .param("title", signal.title())
                .param("severity", signal.severity())
                .param("detail", json.writeValueAsString(signal.detail()))
                .param("newest", newest.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    void trigger(Page page, Instant now) {
        jdbc.sql("""
                        update page set state = 'TRIGGERED', triggered_at = :now, acknowledged_at = null,
                            acknowledged_by = null, resolved_at = null, step = 0, due_at = null
                        where number = :number
                        """)
                .param("now", now.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    void acknowledge(Page page, String who, Instant now, Instant until) {
        jdbc.sql("""
                        update page set state = 'ACKNOWLEDGED', acknowledged_at = :now, acknowledged_by = :who, due_at = :until
                        where number = :number
                        """)
                .param("now", now.toEpochMilli())
                .param("who", who)
                .param("until", until.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    void resolve(Page page, Instant now) {
        jdbc.sql("update page set state = 'RESOLVED', resolved_at = :now, due_at = null where number = :number")
                .param("now", now.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    /** @param at null where nothing more comes by itself */
    void next(Page page, int step, @Nullable Instant at) {
        jdbc.sql("update page set step = :step, due_at = :at where number = :number")
                .param("step", step)
                .param("at", at == null ? null : at.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    private Page page(ResultSet row) throws SQLException {
        return new Page(
                row.getLong("number"),
                Source.valueOf(row.getString("source")),
                row.getString("dedup_key"),
                PageState.valueOf(row.getString("state")),
                row.getString("title"),
                row.getString("severity"),
                json.readValue(row.getString("detail"), Detail.class),
                Instant.ofEpochMilli(row.getLong("newest_start")),
                Instant.ofEpochMilli(row.getLong("triggered_at")),
                instant(row, "acknowledged_at"),
                row.getString("acknowledged_by"),
                instant(row, "resolved_at"),
                row.getInt("step"),
                instant(row, "due_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var milliseconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(milliseconds);
    }
}
