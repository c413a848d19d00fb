/**
 * Warm-up of a pod before it reports ready and takes its first request. Start with {@code WarmUp} and
 * {@code WarmUpRunner}. Uses {@code exchange} and {@code telemetry}.
 */
@NullMarked
package dev.orderflow.platform.warmup;

import org.jspecify.annotations.NullMarked;
