/**
 * The telemetry that each service must record for an order, as {@code telemetry.yaml} lists it. The integration tests
 * and {@code make verify} check it. Start with {@link dev.orderflow.drill.telemetry.Expectations}. May use
 * {@code stores.trace}, and no other package of this module.
 */
@NullMarked
package dev.orderflow.drill.telemetry;

import org.jspecify.annotations.NullMarked;
