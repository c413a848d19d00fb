package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/**
 * The bank declined the payment.
 *
 * @param reason the bank's own, as {@code insufficient_funds}
 */
public record PaymentDeclined(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, String reason, Instant occurredAt)
        implements PaymentEvent {}
