package dev.orderflow.order;

import dev.orderflow.platform.telemetry.Untraced;
import io.opentelemetry.api.metrics.Meter;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gauge of the seconds that the oldest order has waited for its payment: 0 where none waits, no value where the
 * database does not answer.
 */
@Component
class UnpaidAge {

    private static final Logger log = LoggerFactory.getLogger(UnpaidAge.class);

    private final Orders orders;
    private final Clock clock;
    private volatile @Nullable Double seconds;

    UnpaidAge(Orders orders, Meter meter, Clock clock) {
        this.orders = orders;
        this.clock = clock;
        meter.gaugeBuilder("order.unpaid.age")
                .setDescription("Age of the oldest order that is accepted and not paid.")
                .setUnit("s")
                .buildWithCallback(measurement -> {
                    var known = seconds;
                    if (known != null) {
                        measurement.record(known);
                    }
                });
    }

    /** As often as metrics leave, and beside their leaving: where the pool is empty they do not wait for it. */
    @Scheduled(fixedDelay = 15_000)
    void ask() {
        try {
            seconds = Untraced.call(() -> orders.oldestUnpaid()
                    .map(since ->
                            Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0))
                    .orElse(0.0));
        } catch (RuntimeException e) {
            seconds = null;
            log.debug("the age of the oldest unpaid order is not known", e);
        }
    }
}
