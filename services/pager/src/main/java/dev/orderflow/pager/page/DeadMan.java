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
 * Hears the alert that always fires. Where it is silent, whatever watches the system does so no longer, and that is a
 * page; it ends when the alert is heard again.
 */
@Component
public class DeadMan {

    private final JdbcClient jdbc;
    private final Paging paging;
    private final PagerProperties.DeadMan properties;
    private final Clock clock;

    /** What was not heard while the pager itself was away was not missed. */
    private final Instant startedAt;

    DeadMan(JdbcClient jdbc, Paging paging, PagerProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.paging = paging;
        this.properties = properties.deadMan();
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    public boolean is(String alert) {
        return properties.alert().equals(alert);
    }

    public void heard() {
        var now = clock.instant();
        jdbc.sql("insert into heartbeat (name, heard_at) values (:name, :now) on conflict (name) do update set heard_at = excluded.heard_at")
                .param("name", properties.alert())
                .param("now", now.toEpochMilli())
                .update();
        paging.resolve(Source.DEAD_MAN, properties.alert(), now);
    }

    /** Empty where it never was. */
    public Optional<Instant> lastHeard() {
        return jdbc.sql("select heard_at from heartbeat where name = :name")
                .param("name", properties.alert())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    @Scheduled(fixedDelay = 1000)
    public synchronized void check() {
        var now = clock.instant();
        var last = lastHeard().filter(heard -> heard.isAfter(startedAt)).orElse(startedAt);
        if (Duration.between(last, now).compareTo(properties.patience()) > 0 && !isPaged()) {
            var labels = Map.of("alertname", properties.alert(), "severity", "page");
            var annotations = Map.of("description", "It fires always, and reaches the pager by way of Prometheus and Alertmanager: one of them is away, or the way between them is.");
            paging.trigger(new Signal(
                    Source.DEAD_MAN,
                    properties.alert(),
                    "%s is silent: nothing may be watching".formatted(properties.alert()),
                    "page",
                    new Detail(labels, annotations, List.of(new Detail.Alert("", labels, annotations, last)), 0),
                    last));
        }
    }

    private boolean isPaged() {
        return jdbc.sql("select count(*) from page where source = 'DEAD_MAN' and dedup_key = :name and state <> 'RESOLVED'")
                        .param("name", properties.alert())
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
