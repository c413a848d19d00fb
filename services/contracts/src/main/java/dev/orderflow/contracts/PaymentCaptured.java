package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** The bank charged the amount. */
public record PaymentCaptured(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements PaymentEvent {}
