package dev.orderflow.stores;

import java.time.Instant;
import java.util.Map;

/**
 * An exemplar of a histogram: one measured value, with the trace that it comes from.
 *
 * @param spanId the span that was measured; empty if unknown
 * @param value in the unit of the metric: seconds
 * @param series the labels of its series
 */
public record Exemplar(String traceId, String spanId, double value, Instant time, Map<String, String> series) {}
