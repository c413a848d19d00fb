/**
 * Readers of the stores of telemetry. {@link dev.orderflow.stores.Backend} alone makes them, and
 * {@link dev.orderflow.stores.Stack} alone knows which belong together: another store is a reader, a constant of each,
 * and nothing elsewhere. Start with {@link dev.orderflow.stores.Stores}. Uses {@code exchange} and the package trace.
 */
@NullMarked
package dev.orderflow.stores;

import org.jspecify.annotations.NullMarked;
