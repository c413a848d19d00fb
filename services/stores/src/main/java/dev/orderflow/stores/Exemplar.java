package dev.orderflow.stores;

import java.time.Instant;
import java.util.Map;

/**
 * A histogram's example of what it counted.
 *
 * @param spanId of the span that was measured, empty where it was not said
 * @param value in the metric's unit: seconds
 * @param series the labels of the series that it is of
 */
public record Exemplar(String traceId, String spanId, double value, Instant time, Map<String, String> series) {}
