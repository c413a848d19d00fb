/**
 * Readers of the telemetry stores. Only {@link dev.orderflow.stores.Backend} creates them, and only
 * {@link dev.orderflow.stores.Stack} knows which belong together: a new store is a reader and a constant of each. Start
 * with {@link dev.orderflow.stores.Stores}. May use {@code exchange} and the package {@code trace}.
 */
@NullMarked
package dev.orderflow.stores;

import org.jspecify.annotations.NullMarked;
