package dev.orderflow.contracts;

import java.util.UUID;

/**
 * Stock that is held for an order, with its price.
 *
 * @param totalMinor in the currency's minor unit (cents)
 */
public record Reservation(UUID orderId, long totalMinor, String currency) {}
