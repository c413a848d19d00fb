package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** The bank gave the charged amount back. */
public record PaymentRefunded(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements PaymentEvent {}
