package dev.orderflow.drill.score;

import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.change.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A simple rule that names the component of a cause, with which the walk is compared. */
enum Baseline {
    /** Always the same component. */
    CONSTANT("always PostgreSQL") {
        @Override
        String guess(Stores stores, Instant active, Instant now) {
            return Component.POSTGRESQL.id();
        }
    },

    /**
     * The service with the most error lines, from a minute before the alert became active on. A recorded run has 500
     * warnings and errors of a service at most, beside those of its traces.
     */
    LOUDEST_ERROR("the loudest error") {
        @Override
        String guess(Stores stores, Instant active, Instant now) {
            var errors = new ArrayList<LogStore.Line>();
            stores.logs().readLines(active.minus(SHORTLY), now, line -> {
                if (line.severity().startsWith("ERROR")) {
                    errors.add(line);
                }
            });
            return most(errors.stream().collect(Collectors.groupingBy(LogStore.Line::service, Collectors.counting())));
        }
    },

    /** The object of the newest change before the alert. */
    NEWEST_CHANGE("the newest change") {
        @Override
        String guess(Stores stores, Instant active, Instant now) {
            return Change.read(stores.logs(), active.minus(RECENTLY), active).stream()
                    .max(Comparator.comparing(Change::time))
                    .map(change -> change.kind().equals("Deployment") ? change.name() : Component.NETWORK.id())
                    .orElse("");
        }
    },

    /** The service whose 99th percentile of durations is the highest. */
    SLOWEST("the highest p99") {
        @Override
        String guess(Stores stores, Instant active, Instant now) {
            var slowest = stores.prometheus()
                    .values(
                            "histogram_quantile(0.99, sum by (le, service_name)"
                                    + " (rate(http_server_request_duration_seconds_bucket[1m])))",
                            "service_name");
            return most(slowest);
        }
    };

    private static final Duration SHORTLY = Duration.ofMinutes(1);
    private static final Duration RECENTLY = Duration.ofMinutes(10);

    static final List<Baseline> ALL = List.of(values());

    private final String title;

    Baseline(String title) {
        this.title = title;
    }

    /**
     * Names a component; empty if the rule finds none.
     *
     * @param active when the page's alert became active
     */
    abstract String guess(Stores stores, Instant active, Instant now);

    String title() {
        return title;
    }

    private static String most(Map<String, ? extends Number> weights) {
        return weights.entrySet().stream()
                .filter(entry -> !Double.isNaN(entry.getValue().doubleValue()))
                .max(Comparator.<Map.Entry<String, ? extends Number>>comparingDouble(
                                entry -> entry.getValue().doubleValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
