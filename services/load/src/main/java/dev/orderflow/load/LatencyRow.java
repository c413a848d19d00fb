package dev.orderflow.load;

import java.util.Map;

/**
 * A row of the report; latencies in milliseconds, exact to three digits.
 *
 * @param count of first attempts
 * @param retries of those that came after them
 * @param errors by status and code, of first attempts
 */
public record LatencyRow(
        String name,
        long count,
        long retries,
        Map<String, Long> errors,
        double p50,
        double p90,
        double p99,
        double p999,
        double max) {}
