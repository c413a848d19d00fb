package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Computes when what a page is about began. */
final class Onset {

    /** How long before its alert became active it may have begun at most. */
    private static final Duration BEFORE_ACTIVE = Duration.ofMinutes(5);

    private static final Duration STEP = Duration.ofSeconds(15);

    /** The time from a failure until its count is in Prometheus: metrics leave a pod every 15 s. */
    private static final Duration EXPORTED = Duration.ofSeconds(20);

    /** How long an alert is active from which on what it was about may have ended, and something else begun. */
    private static final Duration OLD = Duration.ofMinutes(10);

    /** How far back an old alert's failures are counted at most. */
    private static final Duration LONGEST = Duration.ofHours(6);

    /** Steps without a failure, after which the next failure counts as a new beginning. */
    private static final int QUIET = 2;

    private Onset() {}

    /** Returns the earliest time at which what an alert is about may have begun. */
    static Instant earliest(Alert alert) {
        return alert.activeAt().minus(BEFORE_ACTIVE);
    }

    /**
     * Returns the end of the last half minute without a failure before the alert, or before the last failures of an old
     * one, if the page counts failures; else the earliest time that its expression looks back to, by its label
     * {@code window}.
     */
    static Instant of(Alert alert, ExemplarSource evidence, PrometheusReader prometheus, Instant now) {
        var earliest = earliest(alert);
        var window = alert.activeAt().minus(window(alert));
        if (!evidence.isOfFailures()) {
            return window;
        }
        try {
            // An alert that counts hours may be about one fault after the other: the last of them is what goes on.
            var isOld = Duration.between(alert.activeAt(), now).compareTo(OLD) > 0;
            var from = isOld ? later(earliest, now.minus(LONGEST)) : earliest;
            var counts = prometheus.range(evidence.total(), from, isOld ? now : alert.activeAt(), STEP, 1).stream()
                    .flatMap(series -> series.path("values").valueStream())
                    .collect(Collectors.toCollection(ArrayList::new));
            while (isOld && counts.size() > QUIET && value(counts.getLast()) == value(counts.get(counts.size() - 2))) {
                counts.removeLast();
            }
            for (var i = counts.size() - 1; i >= QUIET; i--) {
                if (time(counts.get(i)).isAfter(time(counts.get(i - 1)).plus(STEP.multipliedBy(QUIET)))) {
                    return later(born(counts.get(i)), earliest);
                }
                if (value(counts.get(i))
                        == value(counts.get(i - QUIET))) { // a sum that falls has lost a pod, and says nothing
                    return later(time(counts.get(i)).minus(EXPORTED), earliest);
                }
            }
            if (counts.isEmpty()) {
                return window;
            }
            return later(born(counts.getFirst()), earliest);
        } catch (StoreException e) {
            return window;
        }
    }

    /**
     * Returns the time before a first sample: a new pod has no series of failures until one of its requests fails, and
     * those of the pods before it end.
     */
    private static Instant born(JsonNode sample) {
        return time(sample).minus(STEP).minus(EXPORTED);
    }

    private static Instant time(JsonNode sample) {
        return Instant.ofEpochSecond(sample.path(0).asLong());
    }

    private static double value(JsonNode sample) {
        return PrometheusReader.number(sample.path(1));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration window(Alert alert) {
        try {
            var window = Duration.parse("PT" + alert.label("window").toUpperCase(Locale.ROOT));
            return window.compareTo(BEFORE_ACTIVE) < 0 ? window : BEFORE_ACTIVE;
        } catch (DateTimeParseException e) {
            // None, or in days.
            return BEFORE_ACTIVE;
        }
    }
}
