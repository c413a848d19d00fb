package dev.orderflow.contracts;

import java.util.UUID;

/**
 * Stock held for an order, and what it costs.
 *
 * @param totalMinor in the currency's minor unit (cents)
 */
public record Reservation(UUID orderId, long totalMinor, String currency) {}
