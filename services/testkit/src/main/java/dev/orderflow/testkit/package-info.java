/**
 * Helpers for tests: PostgreSQL, Kafka and Valkey as processes that end with the test, and a server that replays
 * recorded telemetry. Start with {@link dev.orderflow.testkit.Child}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.testkit;

import org.jspecify.annotations.NullMarked;
