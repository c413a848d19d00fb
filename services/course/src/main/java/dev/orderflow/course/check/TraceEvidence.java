package dev.orderflow.course.check;

import dev.orderflow.stores.trace.Trace;
import java.util.List;

/**
 * What the check of traces has seen from outside, and the telemetry that the services recorded meanwhile.
 *
 * @param orders the trace of each order that was placed, as far as its spans have come
 * @param slow of the orders, the traces of those that waited during the trouble
 * @param culprit the service that the trouble was in
 * @param withRequestId how many answers had the header {@code Request-Id}
 * @param lines of all services
 */
record TraceEvidence(List<Trace> orders, List<Trace> slow, String culprit, long withRequestId, List<LogLine> lines) {}
