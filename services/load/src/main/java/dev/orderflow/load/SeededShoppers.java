package dev.orderflow.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Computes the e-mail addresses of the shoppers that services/migrate seeds. A test compares the two. */
final class SeededShoppers {

    private static final long RANDOM = 20261101;
    private static final String[] FIRST = {
        "ada", "alan", "barbara", "dennis", "edsger", "frances", "grace", "john", "ken", "margaret"
    };
    private static final int HOUSES = 200;
    private static final int CITIES = 10;

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
            // Their street and city are taken from the same random sequence.
            random.nextInt(HOUSES);
            random.nextInt(CITIES);
        }
        return emails;
    }
}
