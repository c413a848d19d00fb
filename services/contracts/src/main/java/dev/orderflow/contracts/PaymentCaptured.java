package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** The amount was charged. */
public record PaymentCaptured(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements PaymentEvent {}
