package dev.orderflow.contracts;

/**
 * Token of a payment card, used between the services instead of its number. The number is neither stored nor sent on: a
 * token keeps the last four digits, by which the simulated bank decides.
 */
public final class CardToken {

    private static final String PREFIX = "card_";

    private CardToken() {}

    /** @param number of at least four digits */
    public static String of(String number) {
        return PREFIX + number.substring(number.length() - 4);
    }
}
