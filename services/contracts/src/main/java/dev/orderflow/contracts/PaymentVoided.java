package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** The bank holds the amount no longer; nothing was charged. */
public record PaymentVoided(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements PaymentEvent {}
