package dev.orderflow.course.check;

import dev.orderflow.stores.trace.Trace;
import java.time.Instant;
import java.util.List;

/**
 * What the check of the queue has seen from outside, and the telemetry that the services recorded meanwhile.
 *
 * @param orders the trace of each order that was accepted, as far as its spans have come
 * @param waiting of the orders, the traces of those that were placed while a consumer was away
 * @param away the consumer
 * @param back when it was started again
 * @param polls how many traces begin with a look into the outbox
 * @param lines of all services
 */
record QueueEvidence(
        List<Trace> orders, List<Trace> waiting, String away, Instant back, long polls, List<LogLine> lines) {}
