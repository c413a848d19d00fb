package dev.orderflow.pager.page;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The history of each page. Entries are only added, until the page is deleted with its history: the database refuses
 * anything else.
 */
@Repository
public class Timeline {

    /** Who did what the pager did by itself. */
    public static final String PAGER = "pager";

    /** What can happen to a page. */
    public enum Kind {
        CREATED,
        HELD_BACK,
        NOTIFYING,
        NOTIFIED,
        NOTIFICATION_FAILED,
        NOTIFICATION_CANCELLED,
        ESCALATED,
        EXHAUSTED,
        ESCALATION_RESTARTED,
        ACKNOWLEDGED,
        ACKNOWLEDGEMENT_EXPIRED,
        DUPLICATE_SUPPRESSED,
        REOPENED,
        RESOLVED,
        STALE_RESOLVE_IGNORED,
        RESOLVE_DEFERRED,
        DEAD_MAN_MISSED,
        SILENCED,
        EVIDENCE_FOUND,
        EVIDENCE_INCOMPLETE,
        CAUSE_STATED,

        /** One that only a later release knows; the entry's text begins with its name. */
        UNKNOWN
    }

    /** @param who a person, a program, or {@link #PAGER} */
    public record Entry(Instant at, Kind kind, String who, String text) {}

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);

    Timeline(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        // All from the start: a rate needs the zero before the first.
        for (var kind : Kind.values()) {
            counters.put(
                    kind,
                    Counter.builder("pager.timeline.entries")
                            .description("What happened to pages.")
                            .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    public void add(long page, Kind kind, String who, String text) {
        jdbc.sql("insert into timeline (page, at, kind, who, text) values (:page, :at, :kind, :who, :text)")
                .param("page", page)
                .param("at", clock.instant().toEpochMilli())
                .param("kind", kind.name())
                .param("who", who)
                .param("text", text)
                .update();
        Objects.requireNonNull(counters.get(kind)).increment();
    }

    /** In the order in which it happened. */
    public List<Entry> of(long page) {
        return jdbc.sql("select at, kind, who, text from timeline where page = :page order by id")
                .param("page", page)
                .query((row, _) -> entry(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("kind"),
                        row.getString("who"),
                        row.getString("text")))
                .list();
    }

    private static Entry entry(Instant at, String name, String who, String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .map(kind -> new Entry(at, kind, who, text))
                .orElseGet(() -> new Entry(at, Kind.UNKNOWN, who, name + ": " + text));
    }
}
