package dev.orderflow.pager.page;

import dev.orderflow.pager.PagerProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Dead man's switch: begins a page when the alert that always fires has not been received for too long, since then
 * nothing may be watching the system. The page ends when the alert is received again.
 */
@Component
public class DeadMan {

    private final JdbcClient jdbc;
    private final Paging paging;
    private final PagerProperties.DeadMan properties;
    private final Clock clock;

    /** A pager that restarts again and again is to notice the silence all the same. */
    private static final Duration STORED_EVERY = Duration.ofSeconds(15);

    /** The most that counts from one check to the next: a machine that slept meanwhile could receive nothing. */
    private static final Duration LONGEST_STEP = STORED_EVERY;

    /** Time without a heartbeat while the pager was up; the pager's own absence does not count. */
    private Duration silent;

    private Duration stored;
    private Instant watchedUntil;

    DeadMan(JdbcClient jdbc, Paging paging, PagerProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.paging = paging;
        this.properties = properties.deadMan();
        this.clock = clock;
        this.watchedUntil = clock.instant();
        this.silent = jdbc.sql("select silent from heartbeat where name = :name")
                .param("name", this.properties.alert())
                .query(Long.class)
                .optional()
                .map(Duration::ofMillis)
                .orElse(Duration.ZERO);
        this.stored = silent;
    }

    public boolean is(String alert) {
        return properties.alert().equals(alert);
    }

    public synchronized void heartbeat() {
        var now = clock.instant();
        jdbc.sql("insert into heartbeat (name, heard_at) values (:name, :now) on conflict (name) do update "
                        + "set heard_at = excluded.heard_at, silent = 0")
                .param("name", properties.alert())
                .param("now", now.toEpochMilli())
                .update();
        silent = Duration.ZERO;
        stored = Duration.ZERO;
        watchedUntil = now;
        paging.resolve(Source.DEAD_MAN, properties.alert(), now);
    }

    /** When the alert was received last; empty where it never was. */
    public Optional<Instant> lastHeartbeat() {
        return jdbc.sql("select heard_at from heartbeat where name = :name and heard_at > 0")
                .param("name", properties.alert())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    @Scheduled(fixedDelay = 1000)
    public synchronized void check() {
        var now = clock.instant();
        var passed = Duration.between(watchedUntil, now);
        if (passed.isPositive()) {
            silent = silent.plus(passed.compareTo(LONGEST_STEP) < 0 ? passed : LONGEST_STEP);
        }
        watchedUntil = now;
        if (silent.minus(stored).compareTo(STORED_EVERY) >= 0) {
            store(now);
        }
        if (silent.compareTo(properties.patience()) <= 0) {
            return;
        }
        if (!isPaged()) {
            var last = now.minus(silent);
            var labels = Map.of("alertname", properties.alert(), "severity", "page");
            var annotations = Map.of(
                    "description",
                    "It fires always, and reaches the pager by way of Prometheus and Alertmanager: one of them is "
                            + "away, or the way between them is.");
            paging.trigger(new Signal(
                    Source.DEAD_MAN,
                    properties.alert(),
                    "%s is silent: nothing may be watching".formatted(properties.alert()),
                    "page",
                    new Detail(labels, annotations, List.of(new Detail.Alert("", labels, annotations, last)), 0),
                    last));
        } else {
            // Alertmanager repeats other pages; here it may be what is missing.
            paging.remind(Source.DEAD_MAN, properties.alert());
        }
    }

    private void store(Instant now) {
        jdbc.sql("insert into heartbeat (name, heard_at, silent) values (:name, 0, :silent) on conflict "
                        + "(name) do update set silent = excluded.silent")
                .param("name", properties.alert())
                .param("silent", silent.toMillis())
                .update();
        stored = silent;
    }

    /** Whether the page of its silence is open. */
    public boolean isPaged() {
        return jdbc.sql("select count(*) from page where source = 'DEAD_MAN' and dedup_key = :name and state "
                                + "<> 'RESOLVED'")
                        .param("name", properties.alert())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
