/**
 * The benchmark of the OpenTelemetry agent's cost, {@code make bench-agent}. Start with {@code AgentBench}. May use
 * {@code load} and {@code local}.
 */
@NullMarked
package dev.orderflow.e2e.bench;

import org.jspecify.annotations.NullMarked;
