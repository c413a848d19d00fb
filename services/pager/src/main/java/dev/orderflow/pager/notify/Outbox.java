package dev.orderflow.pager.notify;

import dev.orderflow.pager.page.PageHandled;
import dev.orderflow.pager.page.StepBegan;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Notifications that are still to be sent. Each is written in the transaction of its page, so that a crash in between
 * loses nothing.
 */
@Repository
public class Outbox {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Of a page that is silenced meanwhile nobody is notified before the silence's end. */
    private static final String DUE = """
            from notification join page on page.number = notification.page
            where sent_at is null and cancelled_at is null and next_at <= :now
            and page.state = 'TRIGGERED' and (page.silenced_until is null or page.silenced_until <= :now)
            """;

    private static final RowMapper<Address> ADDRESS = new SimplePropertyRowMapper<>(Address.class);
    private static final RowMapper<Waiting> WAITING = new SimplePropertyRowMapper<>(Waiting.class);

    private final JdbcClient jdbc;
    private final Channels channels;
    private final Timeline timeline;

    Outbox(JdbcClient jdbc, Channels channels, Timeline timeline) {
        this.jdbc = jdbc;
        this.channels = channels;
        this.timeline = timeline;
    }

    @EventListener
    void add(StepBegan step) {
        step.people().forEach(person -> add(step.page(), person, step.title(), step.at()));
    }

    /** By each of the person's channels. */
    void add(long page, String person, String title, Instant now) {
        for (var channel : channels.namesOf(person)) {
            jdbc.sql("""
                            insert into notification (id, page, person, channel, title, next_at)
                            values (:id, :page, :person, :channel, :title, :now)
                            """)
                    .param("id", UUID.randomUUID().toString())
                    .param("page", page)
                    .param("person", person)
                    .param("channel", channel)
                    .param("title", title)
                    .param("now", now.toEpochMilli())
                    .update();
        }
    }

    /**
     * Gives up what a page's people were not notified of yet, as somebody is on it, or it has ended. The timeline has
     * those that had failed.
     */
    @EventListener
    void cancel(PageHandled handled) {
        jdbc.sql("""
                        select id, page, person, channel, title, attempts from notification
                        where page = :page and sent_at is null and cancelled_at is null order by rowid
                        """).param("page", handled.page()).query(WAITING).list().forEach(waiting -> {
            cancel(waiting, handled.at());
            if (waiting.attempts() > 0) {
                note(waiting, handled.why());
            }
        });
    }

    void cancel(Waiting waiting, String why, Instant now) {
        cancel(waiting, now);
        note(waiting, why);
    }

    private void cancel(Waiting waiting, Instant now) {
        jdbc.sql("update notification set cancelled_at = :now where id = :id")
                .param("now", now.toEpochMilli())
                .param("id", waiting.id())
                .update();
    }

    private void note(Waiting waiting, String why) {
        timeline.add(
                waiting.page(),
                Kind.NOTIFICATION_CANCELLED,
                Timeline.PAGER,
                "%s by %s: %s".formatted(waiting.person(), waiting.channel(), why));
    }

    /** Where something is due. */
    List<Address> due(Instant now) {
        return jdbc.sql("select distinct person, channel " + DUE)
                .param("now", now.toEpochMilli())
                .query(ADDRESS)
                .list();
    }

    /** What is due there, the oldest first. */
    List<Waiting> due(Address address, Instant now, int limit) {
        return jdbc.sql("select id, page, person, channel, notification.title, attempts " + DUE
                        + " and person = :person and channel = :channel order by next_at, notification.rowid "
                        + "limit :limit")
                .param("now", now.toEpochMilli())
                .param("person", address.person())
                .param("channel", address.channel())
                .param("limit", limit)
                .query(WAITING)
                .list();
    }

    /** Whether it still is, after others were sent. */
    boolean isDue(Waiting waiting, Instant now) {
        return jdbc.sql("select count(*) " + DUE + " and id = :id")
                        .param("now", now.toEpochMilli())
                        .param("id", waiting.id())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void sent(Waiting waiting, Instant now) {
        jdbc.sql("update notification set sent_at = :now, attempts = attempts + 1 where id = :id")
                .param("now", now.toEpochMilli())
                .param("id", waiting.id())
                .update();
    }

    /** It is tried again after 1 s, 2 s, 4 s and so on, a minute at most, until it is taken. */
    void failed(Waiting waiting, Instant now) {
        var pause = Duration.ofSeconds(1L << Math.min(waiting.attempts(), 10));
        jdbc.sql("update notification set attempts = attempts + 1, next_at = :next where id = :id")
                .param(
                        "next",
                        now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
                                .toEpochMilli())
                .param("id", waiting.id())
                .update();
    }

    record Address(String person, String channel) {}

    record Waiting(String id, long page, String person, String channel, String title, int attempts) {}
}
