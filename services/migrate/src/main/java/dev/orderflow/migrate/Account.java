package dev.orderflow.migrate;

import dev.orderflow.contracts.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What a seeded shopper's account is to the shop. The tier goes with the age, and the preferred currency with the
 * country, as with real shoppers: whoever looks for what failed requests have in common has to tell them apart.
 *
 * @param currency ISO 4217 code
 * @param createdAt before the oldest seeded order
 */
record Account(Tier tier, String currency, Instant createdAt) {

    /** Days that the accounts are older than {@link Seed#PERIOD}: on average, and at most. */
    private static final int MEAN_DAYS = 500;

    private static final int MOST_DAYS = 3650;

    private static final int YEAR = 365;

    /** Of 100 shoppers outside the euro area, those who prefer the euro. */
    private static final int EURO_PERCENT = 10;

    static Account any(Country country, RandomGenerator random) {
        var days = Math.min(MOST_DAYS, (int) (-StrictMath.log(1 - random.nextDouble()) * MEAN_DAYS));
        var seconds = random.nextInt((int) Duration.ofDays(1).toSeconds());
        var createdAt =
                Seed.NEWEST.minus(Seed.PERIOD).minus(Duration.ofDays(days)).minusSeconds(seconds);
        var tier = tier(days, random.nextInt(100));
        var currency = random.nextInt(100) < EURO_PERCENT ? "EUR" : country.currency();
        return new Account(tier, currency, createdAt);
    }

    /** Gold are 2, 10 or 30 in 100, silver 15, 30 or 40: in the first year, until the third, and after it. */
    private static Tier tier(int days, int percent) {
        var gold = days < YEAR ? 2 : days < 3 * YEAR ? 10 : 30;
        var silver = days < YEAR ? 15 : days < 3 * YEAR ? 30 : 40;
        return percent < gold ? Tier.GOLD : percent < gold + silver ? Tier.SILVER : Tier.STANDARD;
    }

    Account ofPartner() {
        return new Account(Tier.PARTNER, currency, createdAt);
    }
}
