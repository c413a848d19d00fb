package dev.orderflow.contracts;

import java.time.Instant;
import java.util.UUID;

/**
 * An order was accepted and its stock reserved: its payment is to be authorised.
 *
 * @param totalMinor what is to be paid, in the currency's minor unit (cents)
 * @param currency ISO 4217 code
 * @param cardToken see {@link CardToken}
 */
public record OrderPlaced(
        UUID eventId, UUID orderId, UUID userId, long totalMinor, String currency, String cardToken, Instant occurredAt)
        implements OrderEvent {}
