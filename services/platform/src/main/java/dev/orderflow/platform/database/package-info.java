/**
 * Connection pools: opened before the first request, with the SQLSTATE of a failure on its span. Start with
 * {@code DatabaseAutoConfiguration}. Uses {@code telemetry} and {@code warmup}.
 */
@NullMarked
package dev.orderflow.platform.database;

import org.jspecify.annotations.NullMarked;
