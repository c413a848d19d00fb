package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/** The bank holds the amount for us; nothing is charged yet. */
public record PaymentAuthorised(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements PaymentEvent {}
