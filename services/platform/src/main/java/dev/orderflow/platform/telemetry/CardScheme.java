package dev.orderflow.platform.telemetry;

import java.util.List;

/**
 * A scheme of payment cards. The ranges of issuer identification numbers (ISO/IEC 7812) are those of <a
 * href="https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN)">Payment card number</a>.
 */
public enum CardScheme {
    VISA,
    MASTERCARD,
    AMEX,
    DISCOVER,
    JCB,
    MAESTRO,
    OTHER;

    /** How many leading digits the ranges have. */
    private static final int DIGITS = 6;

    private static final List<Range> RANGES = List.of(
            new Range(222100, 272099, MASTERCARD),
            new Range(340000, 349999, AMEX),
            new Range(352800, 358999, JCB),
            new Range(370000, 379999, AMEX),
            new Range(400000, 499999, VISA),
            new Range(501800, 501899, MAESTRO),
            new Range(502000, 502099, MAESTRO),
            new Range(503800, 503899, MAESTRO),
            new Range(510000, 559999, MASTERCARD),
            new Range(589300, 589399, MAESTRO),
            new Range(601100, 601199, DISCOVER),
            new Range(630400, 630499, MAESTRO),
            new Range(644000, 659999, DISCOVER),
            new Range(675900, 675999, MAESTRO),
            new Range(676100, 676399, MAESTRO));

    private record Range(int first, int last, CardScheme scheme) {}

    /** Returns the scheme of a card's number; OTHER for what is no number of a card. */
    public static CardScheme of(String number) {
        if (!number.matches("[0-9]{" + DIGITS + ",}")) {
            return OTHER;
        }
        var issuer = Integer.parseInt(number.substring(0, DIGITS));
        return RANGES.stream()
                .filter(range -> range.first() <= issuer && issuer <= range.last())
                .map(Range::scheme)
                .findFirst()
                .orElse(OTHER);
    }
}
