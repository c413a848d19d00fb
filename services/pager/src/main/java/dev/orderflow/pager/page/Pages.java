package dev.orderflow.pager.page;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.json.TolerantJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores pages and reads them. A later release may have stored some: its unknown fields are ignored, so that it can be
 * rolled back.
 */
@Repository
public class Pages {

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private static final String OPEN = """
            from page where state <> 'RESOLVED'
            order by state = 'ACKNOWLEDGED', triggered_at, number limit :limit
            """;
    private static final String RESOLVED =
            "from page where state = 'RESOLVED' order by resolved_at desc, number desc limit :limit";

    private static final RowMapper<Long> NUMBER = (row, _) -> row.getLong("number");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Pages(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = TolerantJson.of(json);
    }

    /** @throws ApiException NOT_FOUND where there is none of that number */
    public Page get(long number) {
        return jdbc.sql("select * from page where number = :number")
                .param("number", number)
                .query((row, _) -> page(row))
                .optional()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no page " + number + "."));
    }

    /**
     * Those that are not resolved, the oldest of the loudest first: what nobody has acknowledged stands above the rest.
     */
    public List<Page> open(int limit) {
        return jdbc.sql("select * " + OPEN)
                .param("limit", limit)
                .query((row, _) -> page(row))
                .list();
    }

    /** As {@link #open}. */
    public List<Headline> openHeadlines(int limit) {
        return headlines(OPEN, limit);
    }

    /** The newest first. */
    public List<Page> resolved(int limit) {
        return jdbc.sql("select * " + RESOLVED)
                .param("limit", limit)
                .query((row, _) -> page(row))
                .list();
    }

    /** As {@link #resolved}. */
    public List<Headline> resolvedHeadlines(int limit) {
        return headlines(RESOLVED, limit);
    }

    private List<Headline> headlines(String which, int limit) {
        return jdbc.sql("select number, state, title, triggered_at, acknowledged_by, resolved_at, due_at " + which)
                .param("limit", limit)
                .query((row, _) -> new Headline(
                        row.getLong("number"),
                        PageState.valueOf(row.getString("state")),
                        row.getString("title"),
                        Instant.ofEpochMilli(row.getLong("triggered_at")),
                        row.getString("acknowledged_by"),
                        instant(row, "resolved_at"),
                        instant(row, "due_at")))
                .list();
    }

    public int countOpen() {
        return jdbc.sql("select count(*) from page where state <> 'RESOLVED'")
                .query(Integer.class)
                .single();
    }

    /** @param state not RESOLVED, of which there are ever more */
    int count(PageState state) {
        return jdbc.sql("select count(*) from page where state <> 'RESOLVED' and state = :state")
                .param("state", state.name())
                .query(Integer.class)
                .single();
    }

    /** The page of a key that is open; where none is, the last that was. */
    Optional<Page> last(Source source, String dedupKey) {
        return jdbc.sql("select * from page where source = :source and dedup_key = :key "
                        + "order by state = 'RESOLVED', number desc limit 1")
                .param("source", source.name())
                .param("key", dedupKey)
                .query((row, _) -> page(row))
                .optional();
    }

    /** Those for which something comes by itself now. */
    List<Long> due(Instant now) {
        return jdbc.sql("select number from page where due_at <= :now order by due_at, number")
                .param("now", now.toEpochMilli())
                .query(NUMBER)
                .list();
    }

    /** Pages whose next step is held back. */
    List<Long> held() {
        return jdbc.sql("select number from page where held_until is not null order by number")
                .query(NUMBER)
                .list();
    }

    /** Open pages of Alertmanager's, the oldest first. */
    public List<OpenGroup> openOfAlertmanager() {
        return jdbc.sql("""
                        select number, dedup_key, silenced_until, json_extract(detail, '$.labels') as labels, json_extract(detail, '$.group') as grouped,
                            json_extract(detail, '$.truncated') as truncated
                        from page where state <> 'RESOLVED' and source = 'ALERTMANAGER' order by number
                        """).query((row, _) -> group(row)).list();
    }

    private OpenGroup group(ResultSet row) throws SQLException {
        var group = row.getString("grouped");
        return new OpenGroup(
                row.getLong("number"),
                row.getString("dedup_key"),
                json.readValue(row.getString("labels"), LABELS),
                group == null ? null : json.readValue(group, Detail.Group.class),
                row.getInt("truncated"),
                instant(row, "silenced_until"));
    }

    /** The alerts of all open pages: fingerprints by page. */
    public Map<Long, Set<String>> openFingerprints() {
        var byPage = new HashMap<Long, Set<String>>();
        jdbc.sql("select page, fingerprint from page_alert join page on page.number = page_alert.page where "
                        + "page.state <> 'RESOLVED'")
                .query(row -> {
                    byPage.computeIfAbsent(row.getLong("page"), _ -> new HashSet<>())
                            .add(row.getString("fingerprint"));
                });
        return byPage;
    }

    /** The alerts of a page that are known to fire. */
    Set<String> fingerprints(long number) {
        return Set.copyOf(jdbc.sql("select fingerprint from page_alert where page = :number")
                .param("number", number)
                .query(String.class)
                .list());
    }

    /** Open pages that have one of a group's alerts, the oldest first. */
    List<Page> openWith(Set<String> fingerprints) {
        return fingerprints.isEmpty()
                ? List.of()
                : jdbc.sql("""
                                select * from page where state <> 'RESOLVED' and source = 'ALERTMANAGER'
                                and number in (select page from page_alert where fingerprint in (:fingerprints)) order by number
                                """)
                        .param("fingerprints", fingerprints)
                        .query((row, _) -> page(row))
                        .list();
    }

    /**
     * Numbers of the pages that the pager itself has resolved since, because Alertmanager said that their alerts ended.
     */
    List<Long> endedSince(Instant since) {
        return jdbc.sql("""
                        select number from page where state = 'RESOLVED' and source = 'ALERTMANAGER' and resolved_by = :pager and resolved_at >= :since
                        order by number
                        """)
                .param("pager", Timeline.PAGER)
                .param("since", since.toEpochMilli())
                .query(NUMBER)
                .list();
    }

    /**
     * Reports whether each alert belongs to a page that the pager resolved and that knows a start at least this late.
     */
    boolean haveEnded(Set<String> fingerprints, Instant newestStart) {
        return !fingerprints.isEmpty()
                && jdbc.sql("""
                                        select count(distinct fingerprint) from page_alert join page on page.number = page_alert.page
                                        where fingerprint in (:fingerprints) and source = 'ALERTMANAGER' and state = 'RESOLVED'
                                            and resolved_by = :pager and newest_start >= :start
                                        """)
                                .param("fingerprints", fingerprints)
                                .param("pager", Timeline.PAGER)
                                .param("start", newestStart.toEpochMilli())
                                .query(Integer.class)
                                .single()
                        == fingerprints.size();
    }

    /** When a person or a program resolved a page of these alerts last; empty where none did. */
    public Optional<Instant> lastResolvedByHand(String fingerprint) {
        return jdbc.sql("""
                        select max(resolved_at) from page join page_alert on page_alert.page = page.number
                        where page_alert.fingerprint = :fingerprint and state = 'RESOLVED' and resolved_by <> :pager
                        """)
                .param("fingerprint", fingerprint)
                .param("pager", Timeline.PAGER)
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /** Counts the open pages. */
    public OpenCounts status() {
        return jdbc.sql("""
                        select count(*) as open, count(*) filter (where state = 'ACKNOWLEDGED') as acknowledged, min(triggered_at) as since
                        from page where state <> 'RESOLVED'
                        """)
                .query((row, _) -> new OpenCounts(
                        row.getInt("open"), row.getInt("acknowledged"), Instant.ofEpochMilli(row.getLong("since"))))
                .single();
    }

    /**
     * Numbers of open and of acknowledged pages.
     *
     * @param since when the oldest open one was triggered; 1970 where none is open
     */
    public record OpenCounts(int open, int acknowledged, Instant since) {}

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
        firing(number, signal);
        return get(number);
    }

    /** What it is about has changed: more alerts fire, or fewer. */
    void update(Page page, Signal signal) {
        var newest = page.newestStart().isAfter(signal.newestStart()) ? page.newestStart() : signal.newestStart();
        jdbc.sql("update page set title = :title, severity = :severity, detail = :detail, newest_start = "
                        + ":newest where number = :number")
                .param("title", signal.title())
                .param("severity", signal.severity())
                .param("detail", json.writeValueAsString(signal.detail()))
                .param("newest", newest.toEpochMilli())
                .param("number", page.number())
                .update();
        firing(page.number(), signal);
    }

    private void firing(long number, Signal signal) {
        signal.detail().alerts().stream()
                .map(Detail.Alert::fingerprint)
                .filter(fingerprint -> !fingerprint.isEmpty())
                .forEach(fingerprint -> jdbc.sql(
                                "insert or ignore into page_alert (page, fingerprint) values (:page, :fingerprint)")
                        .param("page", number)
                        .param("fingerprint", fingerprint)
                        .update());
        ended(number, signal.ended());
    }

    /** These alerts of a page fire no more. */
    void ended(long number, Set<String> fingerprints) {
        if (!fingerprints.isEmpty()) {
            jdbc.sql("delete from page_alert where page = :page and fingerprint in (:fingerprints)")
                    .param("page", number)
                    .param("fingerprints", fingerprints)
                    .update();
        }
    }

    /** The sender groups the page's alerts under another key since. */
    void rekey(Page page, String dedupKey) {
        jdbc.sql("update page set dedup_key = :key where number = :number")
                .param("key", dedupKey)
                .param("number", page.number())
                .update();
    }

    void trigger(Page page, Instant now) {
        jdbc.sql("""
                        update page set state = 'TRIGGERED', triggered_at = :now, acknowledged_at = null,
                            acknowledged_by = null, resolved_at = null, resolved_by = null, step = 0, due_at = null,
                            held_until = null, exhausted_at = null
                        where number = :number
                        """)
                .param("now", now.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    void acknowledge(Page page, String who, Instant now, Instant until) {
        jdbc.sql("""
                        update page set state = 'ACKNOWLEDGED', acknowledged_at = :now, acknowledged_by = :who, due_at = :until,
                            held_until = null, exhausted_at = null
                        where number = :number
                        """)
                .param("now", now.toEpochMilli())
                .param("who", who)
                .param("until", until.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    void resolve(Page page, String who, Instant now) {
        jdbc.sql("""
                        update page set state = 'RESOLVED', resolved_at = :now, resolved_by = :who, due_at = null, held_until = null,
                            exhausted_at = null
                        where number = :number
                        """)
                .param("now", now.toEpochMilli())
                .param("who", who)
                .param("number", page.number())
                .update();
    }

    void next(Page page, int step, Instant at) {
        jdbc.sql("update page set step = :step, due_at = :at, held_until = null where number = :number")
                .param("step", step)
                .param("at", at.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    /** Nothing more comes by itself. */
    void exhaust(Page page, Instant now) {
        jdbc.sql("update page set due_at = null, held_until = null, exhausted_at = :now where number = :number")
                .param("now", now.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    /** The step that is due waits until then. */
    void hold(Page page, Instant until) {
        jdbc.sql("update page set held_until = :until, due_at = :until where number = :number")
                .param("until", until.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    /** @param until null where Alertmanager mutes them no more */
    void silence(Page page, @Nullable Instant until) {
        jdbc.sql("update page set silenced_until = :until where number = :number")
                .param("until", until == null ? null : until.toEpochMilli())
                .param("number", page.number())
                .update();
    }

    private Page page(ResultSet row) throws SQLException {
        return new Page(
                row.getLong("number"),
                Source.of(row.getString("source")),
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
                instant(row, "due_at"),
                row.getString("resolved_by"),
                instant(row, "held_until"),
                instant(row, "silenced_until"),
                instant(row, "exhausted_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var milliseconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(milliseconds);
    }
}
