package dev.orderflow.migrate;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A seeded shopper: name, address and account.
 *
 * @param country the ISO 3166 alpha-2 code
 */
record Person(String name, String street, String city, String country, Account account) {

    /** The indices after Alice's and Bob's are those of partners. The load generator has the same. */
    private static final int FIRST_PARTNER = 2;

    private static final int PARTNERS = 3;

    /**
     * Returns the person of an index, who does not depend on how many others there are. The first two are Alice, in
     * Germany, and Bob, in Great Britain; the next three are who buys for a partner.
     */
    static Person of(long seed, int index) {
        // Unlike Random's, the first values of neighbouring seeds have nothing to do with each other.
        var random = new SplittableRandom(seed + index);
        var country = Country.any(random);
        return switch (index) {
            case 0 -> of("Alice", Country.DE, random, false);
            case 1 -> of("Bob", Country.GB, random, false);
            default -> of(country.anyName(random), country, random, index < FIRST_PARTNER + PARTNERS);
        };
    }

    private static Person of(String name, Country country, RandomGenerator random, boolean isPartner) {
        // The account last: what a shopper had before there were accounts in this sense stays as it was.
        var street = country.anyStreet(random);
        var city = country.anyCity(random);
        var account = Account.any(country, random);
        return new Person(name, street, city, country.name(), isPartner ? account.ofPartner() : account);
    }
}
