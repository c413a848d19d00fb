/**
 * Deletion of rows after their retention period. Start with {@code Retention}. Uses {@code schedule} and
 * {@code telemetry}.
 */
@NullMarked
package dev.orderflow.platform.retention;

import org.jspecify.annotations.NullMarked;
