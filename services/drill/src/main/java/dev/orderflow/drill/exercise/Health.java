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
 * What the SLI was at each sample: when it broke, and from when on it was well again. Samples come in the order of
 * time.
 */
final class Health {

    private static final Duration POLL = Duration.ofSeconds(5);

    private @Nullable Instant broken;
    private @Nullable Instant wellSince;
    private boolean well = true;

    /**
     * Samples it in a thread of its own, until that is interrupted. What could not be measured is neither well nor
     * broken.
     *
     * @param from what was before is not looked at
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
                        // It is too busy to answer.
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                }
            } catch (InterruptedException e) {
                // It is over.
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

    /** From when on it is well, having been broken; empty where it never was, or is. */
    synchronized Optional<Instant> recovered() {
        return well ? Optional.ofNullable(wellSince) : Optional.empty();
    }
}
