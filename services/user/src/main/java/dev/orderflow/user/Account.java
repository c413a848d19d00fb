package dev.orderflow.user;

import dev.orderflow.contracts.Profile;
import dev.orderflow.contracts.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper's account is to the shop, without whose it is.
 *
 * @param currency ISO 4217 code of the preferred currency
 * @param createdAt null if the account was opened before that was recorded
 */
record Account(Tier tier, String currency, @Nullable Instant createdAt) {

    static Account of(Profile profile) {
        return new Account(profile.tier(), profile.currency(), profile.createdAt());
    }
}
