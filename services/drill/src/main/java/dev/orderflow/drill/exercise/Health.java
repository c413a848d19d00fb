package dev.orderflow.drill.exercise;

import dev.orderflow.drill.incident.IncidentFile.Incident.Recovered;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Samples whether the recovery conditions hold: when they first failed, and since when they hold again. Samples must
 * come in the order of time. Thread-safe.
 */
final class Health {

    private static final Duration POLL = Duration.ofSeconds(5);

    private @Nullable Instant broken;
    private @Nullable Instant wellSince;
    private boolean well = true;

    /**
     * Starts a thread that samples until it is interrupted. A sample that Prometheus does not answer is skipped.
     *
     * @param from when sampling begins
     */
    Thread watch(PrometheusReader prometheus, List<Recovered> conditions, Instant from) {
        return Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(
                        Math.max(0, Duration.between(Instant.now(), from).toMillis()));
                while (true) {
                    try {
                        sample(
                                Instant.now(),
                                conditions.stream()
                                        .allMatch(condition ->
                                                condition.unmet(prometheus).isEmpty()));
                    } catch (StoreException e) {
                        // Prometheus is too busy to answer.
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                }
            } catch (InterruptedException e) {
                // The drill is over.
            }
        });
    }

    synchronized void sample(Instant at, boolean isWell) {
        if (!isWell && broken == null) {
            broken = at;
        }
        if (isWell && !well) {
            wellSince = at;
        }
        well = isWell;
    }

    synchronized boolean isWell() {
        return well;
    }

    synchronized Optional<Instant> broken() {
        return Optional.ofNullable(broken);
    }

    /** Returns since when the conditions hold again; empty if they never failed, or fail now. */
    synchronized Optional<Instant> recovered() {
        return well ? Optional.ofNullable(wellSince) : Optional.empty();
    }
}
