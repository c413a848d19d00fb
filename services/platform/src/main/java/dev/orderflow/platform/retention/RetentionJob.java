package dev.orderflow.platform.retention;

import dev.orderflow.platform.schedule.RepeatedTask;
import dev.orderflow.platform.telemetry.Untraced;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deletes rows that are older than their {@link Retention}, in each pod; two pods at once share the work. */
public final class RetentionJob extends RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

    private final JdbcClient jdbc;
    private final List<Retention> retentions;
    private final RetentionProperties properties;
    private final Clock clock;

    RetentionJob(JdbcClient jdbc, List<Retention> retentions, RetentionProperties properties, Clock clock) {
        super("retention", properties.interval(), properties.interval());
        this.jdbc = jdbc;
        this.retentions = retentions;
        this.properties = properties;
        this.clock = clock;
    }

    /** Deletes all that is due. A table that cannot be read now is left to the next time, and holds up no other. */
    @Override
    public void run() {
        for (var retention : retentions) {
            try {
                var deleted = Untraced.call(() -> delete(retention));
                if (deleted > 0) {
                    log.info(
                            "retention: {} rows deleted from {}, older than {}",
                            deleted,
                            retention.tables(),
                            retention.keep());
                }
            } catch (RuntimeException e) {
                log.warn("retention: nothing deleted from {}: {}", retention.tables(), e.toString());
            }
        }
    }

    private int delete(Retention retention) {
        var all = 0;
        var deleted = 0;
        do {
            deleted = jdbc.sql(retention.delete())
                    .param("before", before(retention.keep()))
                    .param("batch", properties.batch())
                    .update();
            all += deleted;
        } while (deleted > 0 && !Thread.currentThread().isInterrupted());
        return all;
    }

    private Timestamp before(Duration keep) {
        return Timestamp.from(clock.instant().minus(keep));
    }
}
