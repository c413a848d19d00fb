package dev.orderflow.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Computes the e-mail addresses and countries of the shoppers that services/migrate seeds. A test compares the two. */
final class SeededShoppers {

    private static final long RANDOM = 20261101;
    private static final String[] FIRST = {
        "ada", "alan", "barbara", "dennis", "edsger", "frances", "grace", "john", "ken", "margaret"
    };

    private static final Shares<Country> COUNTRIES = new Shares<>();

    static {
        for (var country : Country.values()) {
            COUNTRIES.add(country.share(), country);
        }
    }

    /** Alice and Bob, who are left out: they are for demos. */
    private static final int NAMED = 2;

    private SeededShoppers() {}

    /** Returns the addresses of the first shoppers after Alice and Bob. */
    static List<String> emails(int count) {
        var random = new Random(RANDOM);
        var emails = new ArrayList<String>();
        for (var i = 0; i < NAMED + count; i++) {
            if (i >= NAMED) {
                emails.add(FIRST[random.nextInt(FIRST.length)] + "." + i + "@example.com");
            }
            // The seed takes two more values of the same random sequence, which it does not use.
            random.nextInt(200);
            random.nextInt(10);
        }
        return emails;
    }

    /**
     * Returns the country of a shopper.
     *
     * @param shopper index of the shopper in the pool: 0 for the first after Alice and Bob
     */
    static Country country(int shopper) {
        return COUNTRIES.any(new SplittableRandom(RANDOM + NAMED + shopper));
    }
}
