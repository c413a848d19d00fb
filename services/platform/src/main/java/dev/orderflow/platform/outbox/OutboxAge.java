package dev.orderflow.platform.outbox;

import dev.orderflow.platform.schedule.RepeatedTask;
import dev.orderflow.platform.telemetry.Untraced;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The gauge {@code outbox.age}: seconds since the oldest event was written that is not published; 0 where none waits,
 * and no value where the database does not answer. A relay that stands still shows nowhere else: Kafka has nothing that
 * could lag.
 */
final class OutboxAge extends RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(OutboxAge.class);

    /** As often as metrics leave. */
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final ObservableDoubleGauge gauge;
    private volatile @Nullable Double seconds;

    OutboxAge(JdbcClient jdbc, Meter meter) {
        super("outbox-age", Duration.ZERO, INTERVAL);
        this.jdbc = jdbc;
        this.gauge = meter.gaugeBuilder("outbox.age")
                .setDescription("Age of the oldest event that is not published.")
                .setUnit("s")
                .buildWithCallback(measurement -> {
                    var known = seconds;
                    if (known != null) {
                        measurement.record(known);
                    }
                });
    }

    /**
     * Asks the database, whose clock wrote the rows: where the pool is empty, neither the metrics nor the relay wait
     * for it.
     */
    @Override
    public void run() {
        try {
            seconds = Untraced.call(
                    () -> jdbc.sql("""
                            select greatest(0, extract(epoch from clock_timestamp() - created_at))
                            from outbox where published_at is null order by seq limit 1
                            """).query(Double.class).optional().orElse(0.0));
        } catch (RuntimeException e) {
            seconds = null;
            log.debug("the age of the oldest event in the outbox is not known", e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        gauge.close();
    }
}
