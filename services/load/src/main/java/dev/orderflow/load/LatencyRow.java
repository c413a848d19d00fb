package dev.orderflow.load;

import java.util.Map;

/**
 * A row of the report: counts and latencies of one journey or endpoint. Latencies are in milliseconds, exact to three
 * digits.
 *
 * @param count number of first attempts
 * @param retries number of later attempts
 * @param errors first attempts that failed, by status and code
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
