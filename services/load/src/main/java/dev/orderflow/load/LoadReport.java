package dev.orderflow.load;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the load did and what it saw.
 *
 * @param run in every idempotency key of it
 * @param began when the first shopper could arrive
 * @param dropped arrivals that found as many journeys under way as there may be
 * @param failuresBySecond requests with a 5xx or no answer, by the second since 1970 in which that was known
 * @param accepted orders, by their state when last seen
 * @param refused orders, by why
 * @param unknown orders that never had a clear answer
 * @param unfinished accepted orders that had not come to an end when last seen
 * @param failures of the load itself
 */
public record LoadReport(
        String run,
        String gateway,
        long seed,
        double rate,
        long durationSeconds,
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

    /** @throws IllegalArgumentException where nothing of it was measured */
    public LatencyRow endpoint(String name) {
        return endpoints.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing measured of " + name));
    }

    /** Accepted orders. */
    public long orders() {
        return sum(accepted);
    }

    String text() {
        var text = new StringBuilder();
        text.append("run %s against %s: seed %d, %s arrivals a second for %d s, %s, %d shoppers%n"
                .formatted(run, gateway, seed, rate, durationSeconds, mix, shoppers));
        text.append("%d arrivals, %d dropped%n%n".formatted(arrivals, dropped));
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
