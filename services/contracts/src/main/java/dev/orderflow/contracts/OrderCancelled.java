package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/**
 * An order ended without delivery: its payment is to be voided, or refunded where it was captured.
 *
 * @param totalMinor what was to be paid, in the currency's minor unit (cents)
 * @param currency ISO 4217 code
 */
public record OrderCancelled(
        UUID eventId, UUID orderId, UUID userId, long totalMinor, String currency, Instant occurredAt)
        implements OrderEvent {}
