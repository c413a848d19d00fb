/**
 * The error model: codes, exceptions, and RFC 9457 problem documents. Start with {@code ErrorCode} and
 * {@code ErrorAdvice}. Uses {@code database} and {@code telemetry}.
 */
@NullMarked
package dev.orderflow.platform.error;

import org.jspecify.annotations.NullMarked;
