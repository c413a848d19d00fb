package dev.orderflow.pager.verdict;

import dev.orderflow.pager.Changes;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.walk.cause.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores verdicts. Entries are only added, until their retention is over: to correct a verdict a responder states
 * another, and the database refuses anything else.
 */
@Component
public class Verdicts {

    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");

    private final JdbcClient jdbc;
    private final Pages pages;
    private final Timeline timeline;
    private final Changes changes;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Verdicts(
            JdbcClient jdbc,
            Pages pages,
            Timeline timeline,
            Changes changes,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.pages = pages;
        this.timeline = timeline;
        this.changes = changes;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Somebody states a cause, or that nothing is wrong.
     *
     * @param page null where it is about none in particular
     * @param traceId empty to name none
     * @throws ApiException VALIDATION_FAILED for a word that is not in its list, which the message holds, or what is no
     *     trace id; NOT_FOUND for a page that there is not
     */
    public Verdict state(@Nullable Long page, String component, String mechanism, String traceId, String who) {
        var cause = cause(component, mechanism);
        if (!traceId.isEmpty() && !TRACE.matcher(traceId).matches()) {
            throw new ApiException(
                    ErrorCode.VALIDATION_FAILED, "traceId must be 32 hexadecimal digits in lower case, or empty");
        }
        if (!traceId.isEmpty() && cause.equals(Cause.NO_INCIDENT)) {
            throw new ApiException(
                    ErrorCode.VALIDATION_FAILED, "traceId must be empty: no trace shows that nothing is wrong");
        }
        var verdict = Objects.requireNonNull(transaction.execute(status -> add(page, cause, traceId, who)));
        changes.publish();
        return verdict;
    }

    /** The newest first. */
    public List<Verdict> newest(int limit) {
        return jdbc.sql("select * from verdict order by number desc limit :limit")
                .param("limit", limit)
                .query((row, _) -> verdict(row))
                .list();
    }

    private Verdict add(@Nullable Long page, Cause cause, String traceId, String who) {
        if (page != null) {
            var text = cause + (traceId.isEmpty() ? "" : ", by trace " + traceId);
            timeline.add(pages.get(page).number(), Kind.CAUSE_STATED, who, text);
        }
        return jdbc.sql("""
                        insert into verdict (at, who, page, component, mechanism, trace_id)
                        values (:at, :who, :page, :component, :mechanism, :trace) returning *
                        """)
                .param("at", clock.instant().toEpochMilli())
                .param("who", who)
                .param("page", page)
                .param("component", cause.component().id())
                .param("mechanism", cause.mechanism().id())
                .param("trace", traceId)
                .query((row, _) -> verdict(row))
                .single();
    }

    private static Cause cause(String component, String mechanism) {
        try {
            return Cause.of(component, mechanism);
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.VALIDATION_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        var page = row.getLong("page");
        var isOfPage = !row.wasNull();
        return new Verdict(
                row.getLong("number"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("who"),
                isOfPage ? page : null,
                row.getString("component"),
                row.getString("mechanism"),
                row.getString("trace_id"));
    }
}
