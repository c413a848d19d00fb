package dev.orderflow.migrate;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A seeded shopper's name and address.
 *
 * @param country the ISO 3166 alpha-2 code
 */
record Person(String name, String street, String city, String country) {

    /**
     * Returns the person of an index, who does not depend on how many others there are. The first two are Alice, in
     * Germany, and Bob, in Great Britain.
     */
    static Person of(long seed, int index) {
        // Unlike Random's, the first values of neighbouring seeds have nothing to do with each other.
        var random = new SplittableRandom(seed + index);
        var country = Country.any(random);
        return switch (index) {
            case 0 -> of("Alice", Country.DE, random);
            case 1 -> of("Bob", Country.GB, random);
            default -> of(country.anyName(random), country, random);
        };
    }

    private static Person of(String name, Country country, RandomGenerator random) {
        return new Person(name, country.anyStreet(random), country.anyCity(random), country.name());
    }
}
