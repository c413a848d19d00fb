package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/**
 * A payment came to its end.
 *
 * @param amountMinor what was charged, in the currency's minor unit (cents)
 * @param currency ISO 4217 code
 */
public record PaymentSettled(
        UUID eventId, UUID orderId, UUID userId, long amountMinor, String currency, Instant occurredAt)
        implements Event {}
