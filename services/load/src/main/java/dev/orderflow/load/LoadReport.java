package dev.orderflow.load;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The report of a load: arrivals, latencies, and the outcome of every order.
 *
 * @param run the id of the run, part of every idempotency key
 * @param durationSeconds for how long shoppers arrived
 * @param early why they did not arrive for the whole duration; empty if they did
 * @param began when the first shopper could arrive
 * @param dropped arrivals that exceeded the limit of journeys in progress
 * @param failuresBySecond requests with a 5xx or without an answer, by the Unix second of the failure
 * @param accepted accepted orders, by their last known status
 * @param refused refused orders, by reason
 * @param unknown orders without a clear answer
 * @param unfinished accepted orders whose last known status is not final, and cancelled ones that there was no time to
 *     read again: they may be refunded
 * @param failures errors of the load itself
 */
public record LoadReport(
        String run,
        String gateway,
        long seed,
        double rate,
        long durationSeconds,
        String early,
        String mix,
        int shoppers,
        Instant began,
        Instant ended,
        long arrivals,
        long dropped,
        List<LatencyRow> journeys,
        List<LatencyRow> endpoints,
        Map<Long, Long> failuresBySecond,
        Map<String, Long> accepted,
        Map<String, Long> refused,
        long unknown,
        long unfinished,
        List<String> failures) {

    private static final String TITLES = "%-32s %7s %7s %9s %9s %9s %9s %9s  %s%n";
    private static final String ROW = "%-32s %7d %7d %9.1f %9.1f %9.1f %9.1f %9.1f  %s%n";

    /**
     * Returns the row of an endpoint.
     *
     * @throws IllegalArgumentException if the endpoint was not measured
     */
    public LatencyRow endpoint(String name) {
        return endpoints.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing measured of " + name));
    }

    /** Returns the number of accepted orders. */
    public long orders() {
        return sum(accepted);
    }

    String text() {
        var text = new StringBuilder();
        text.append("run %s against %s: seed %d, %s arrivals a second for %d s, %s, %d shoppers%n"
                .formatted(run, gateway, seed, rate, durationSeconds, mix, shoppers));
        text.append("%d arrivals, %d dropped%n".formatted(arrivals, dropped));
        text.append(early.isEmpty() ? "%n".formatted() : "%s%n%n".formatted(early));
        text.append(TITLES.formatted(
                "milliseconds from intended start", "count", "retries", "p50", "p90", "p99", "p99.9", "max", "errors"));
        journeys.forEach(row -> text.append(line("journey " + row.name(), row)));
        endpoints.forEach(row -> text.append(line(row.name(), row)));
        text.append("%norders: %d accepted %s, %d refused %s, %d unknown, %d not at their end%n"
                .formatted(orders(), accepted, sum(refused), refused, unknown, unfinished));
        failures.forEach(failure ->
                text.append("the load itself failed: ").append(failure).append('\n'));
        return text.toString();
    }

    private static String line(String name, LatencyRow row) {
        return ROW.formatted(
                name,
                row.count(),
                row.retries(),
                row.p50(),
                row.p90(),
                row.p99(),
                row.p999(),
                row.max(),
                row.errors().isEmpty() ? "" : row.errors());
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
