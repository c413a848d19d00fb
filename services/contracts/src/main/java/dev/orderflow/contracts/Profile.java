package dev.orderflow.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shopper's profile, as the shopper sees it.
 *
 * @param currency ISO 4217 code of the currency that the shopper prefers; an order has the currency of its products
 * @param createdAt when the account was opened; null if that was before it was recorded
 */
public record Profile(
        UUID id,
        String email,
        String name,
        Tier tier,
        String currency,
        @Nullable Instant createdAt,
        List<Address> addresses) {}
