package dev.orderflow.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as its shopper sees it.
 *
 * @param reason why it was rejected; null where it was not
 * @param totalMinor in the currency's minor unit (cents); 0 where it never had a price
 */
public record OrderView(
        UUID id,
        OrderStatus status,
        @Nullable String reason,
        long totalMinor,
        String currency,
        List<OrderLine> lines,
        Instant placedAt) {}
