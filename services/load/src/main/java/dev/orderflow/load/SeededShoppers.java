package dev.orderflow.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The e-mail addresses of the shoppers that services/migrate seeds; a test compares them with what it writes. */
final class SeededShoppers {

    private static final long RANDOM = 20261101;
    private static final String[] FIRST = {
        "ada", "alan", "barbara", "dennis", "edsger", "frances", "grace", "john", "ken", "margaret"
    };
    private static final int HOUSES = 200;
    private static final int CITIES = 10;

    /** Alice and Bob, who are the demo's: what they order is nobody's load. */
    private static final int NAMED = 2;

    private SeededShoppers() {}

    /** The first so many of them, after Alice and Bob. */
    static List<String> emails(int count) {
        var random = new Random(RANDOM);
        var emails = new ArrayList<String>();
        for (var i = 0; i < NAMED + count; i++) {
            if (i >= NAMED) {
                emails.add(FIRST[random.nextInt(FIRST.length)] + "." + i + "@example.com");
            }
            // Where they live is drawn from the same sequence.
            random.nextInt(HOUSES);
            random.nextInt(CITIES);
        }
        return emails;
    }
}
