/**
 * Helpers for tests: PostgreSQL, Kafka and Valkey as processes that end with the test, servers in the place of other
 * programs, keys and tokens. Start with {@link dev.orderflow.testkit.Child} and
 * {@link dev.orderflow.testkit.TestServer}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.testkit;

import org.jspecify.annotations.NullMarked;
