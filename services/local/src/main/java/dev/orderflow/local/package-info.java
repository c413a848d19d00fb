/**
 * The whole system as processes of this machine, without a cluster, for {@code make local}, the integration tests and
 * the benchmark. Start with {@link dev.orderflow.local.LocalSystem}. May use {@code exchange}, {@code stores},
 * {@code testkit}, and of {@code drill} the packages {@code cluster} and {@code telemetry}.
 */
@NullMarked
package dev.orderflow.local;

import org.jspecify.annotations.NullMarked;
