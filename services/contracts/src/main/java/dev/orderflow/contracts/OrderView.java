package dev.orderflow.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order as its shopper sees it.
 *
 * @param totalMinor in the currency's minor unit (cents)
 */
public record OrderView(
        UUID id, OrderStatus status, long totalMinor, String currency, List<OrderLine> lines, Instant placedAt) {}
