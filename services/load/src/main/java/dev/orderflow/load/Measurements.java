package dev.orderflow.load;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Collects counts and latencies, by journey and by endpoint. An endpoint's latencies are those of first attempts;
 * retries are only counted.
 */
final class Measurements {

    /**
     * The largest latency in microseconds: an hour, longer than a journey of the largest options takes. An order is
     * retried for ten minutes, and each of its requests and logins is given up after two.
     */
    private static final long HIGHEST = TimeUnit.HOURS.toMicros(1);

    private final Clock clock = Clock.systemUTC();
    private final Map<Long, LongAdder> failures = new ConcurrentSkipListMap<>();
    private final Map<String, Series> journeys = new ConcurrentSkipListMap<>();
    private final Map<String, Series> endpoints = new ConcurrentSkipListMap<>();

    /** @param nanos from the intended start of the journey to its end, including retries */
    void journey(Action action, long nanos, String error) {
        series(journeys, action.toString()).add(nanos, error);
    }

    /** @param nanos from the intended start of the request to its answer */
    void request(String endpoint, long nanos, Answer answer) {
        series(endpoints, endpoint).add(nanos, answer.is2xx() ? "" : answer.outcome());
        if (answer.status() == 0 || answer.status() >= 500) {
            failures.computeIfAbsent(clock.instant().getEpochSecond(), second -> new LongAdder())
                    .increment();
        }
    }

    /** Returns the number of requests with a 5xx or without an answer, by the Unix second of the failure. */
    Map<Long, Long> failuresBySecond() {
        var counted = new TreeMap<Long, Long>();
        failures.forEach((second, count) -> counted.put(second, count.sum()));
        return counted;
    }

    void retry(String endpoint) {
        series(endpoints, endpoint).retries.increment();
    }

    List<LatencyRow> journeys() {
        return rows(journeys);
    }

    List<LatencyRow> endpoints() {
        return rows(endpoints);
    }

    private static Series series(Map<String, Series> of, String name) {
        return of.computeIfAbsent(name, key -> new Series());
    }

    private static List<LatencyRow> rows(Map<String, Series> of) {
        return of.entrySet().stream()
                .map(entry -> entry.getValue().row(entry.getKey()))
                .toList();
    }

    /** The counts and latencies of one journey or endpoint. */
    private static final class Series {

        private final ConcurrentHistogram micros = new ConcurrentHistogram(HIGHEST, 3);
        private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
        private final LongAdder retries = new LongAdder();

        void add(long nanos, String error) {
            micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, HIGHEST));
            if (!error.isEmpty()) {
                errors.computeIfAbsent(error, key -> new LongAdder()).increment();
            }
        }

        LatencyRow row(String name) {
            var counted = new TreeMap<String, Long>();
            errors.forEach((error, count) -> counted.put(error, count.sum()));
            var copy = micros.copy();
            return new LatencyRow(
                    name,
                    copy.getTotalCount(),
                    retries.sum(),
                    counted,
                    copy.getValueAtPercentile(50) / 1e3,
                    copy.getValueAtPercentile(90) / 1e3,
                    copy.getValueAtPercentile(99) / 1e3,
                    copy.getValueAtPercentile(99.9) / 1e3,
                    copy.getMaxValue() / 1e3);
        }
    }
}
