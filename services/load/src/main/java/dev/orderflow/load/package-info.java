/**
 * The load generator: simulated shoppers who arrive at seeded random times, whatever the system's answers, and a report
 * of latencies and orders. Start with {@link dev.orderflow.load.Load}. May use {@code console} and {@code exchange}.
 */
@NullMarked
package dev.orderflow.load;

import org.jspecify.annotations.NullMarked;
