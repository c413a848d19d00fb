package dev.orderflow.user;

import dev.orderflow.platform.telemetry.RequestAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Records on the request's span what kind of account it is about, and not whose. */
final class AccountAttributes {

    /** The bins of ages, in days: an exact age would be a value of its own for each day, and nearly name an account. */
    private static final TreeSet<Long> AGES = new TreeSet<>(List.of(0L, 1L, 7L, 30L, 90L, 180L, 365L, 730L, 1825L));

    private AccountAttributes() {}

    static void record(Account account, Instant now) {
        RequestAttributes.ACCOUNT_TIER.set(account.tier());
        RequestAttributes.ACCOUNT_CURRENCY.set(account.currency());
        var createdAt = account.createdAt();
        if (createdAt != null) {
            RequestAttributes.ACCOUNT_AGE.set(age(createdAt, now));
        }
    }

    /** Returns the age in days, rounded down to one of those told apart; 0 for a time that is yet to come. */
    static long age(Instant createdAt, Instant now) {
        var days = Math.max(0, Duration.between(createdAt, now).toDays());
        return Objects.requireNonNull(AGES.floor(days));
    }
}
