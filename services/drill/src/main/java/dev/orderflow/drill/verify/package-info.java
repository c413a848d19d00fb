/**
 * Commands that verify the running cluster: orders, telemetry, access to the stores, the network, outages and
 * conservation of orders. Start with {@code Verify}, which lists the checks of {@code make verify}. May use
 * {@code console}, {@code exchange}, {@code stores} and the packages {@code cluster} and {@code telemetry}.
 */
@NullMarked
package dev.orderflow.drill.verify;

import org.jspecify.annotations.NullMarked;
