package dev.orderflow.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Computes the numbers of the shoppers' payment cards, of schemes and lengths in unequal shares. */
final class Cards {

    /** Test card numbers that the simulated bank declines, from https://docs.stripe.com/testing. */
    static final List<String> DECLINING =
            List.of("4000000000000002", "4000000000009995", "4000000000009987", "4000000000000069", "4000000000000127");

    /** Far from the seeds of clients and countries: near ones would give neighbours the same values. */
    private static final long RANDOM = 20261103L << 32;

    private static final int LAST = 4;

    /**
     * A scheme's numbers.
     *
     * @param prefixes some of those that ISO/IEC 7812 gives the scheme
     */
    private record Scheme(int shortest, int longest, String... prefixes) {}

    private static final Shares<Scheme> SCHEMES = new Shares<Scheme>()
            // Visa
            .add(38, new Scheme(16, 16, "4"))
            .add(3, new Scheme(19, 19, "4"))
            .add(2, new Scheme(13, 13, "4"))
            // Mastercard
            .add(35, new Scheme(16, 16, "51", "52", "53", "54", "55", "2221", "2720"))
            // Maestro
            .add(12, new Scheme(12, 19, "5018", "5020", "5038", "6304", "6759", "6761", "6763"))
            // American Express
            .add(5, new Scheme(15, 15, "34", "37"))
            // Discover
            .add(3, new Scheme(16, 16, "6011", "65"))
            // JCB
            .add(2, new Scheme(16, 16, "3528", "3589"));

    private Cards() {}

    /**
     * Returns the card number of a shopper, the same in every load: 12 to 19 digits with a valid check digit, which the
     * simulated bank does not decline.
     *
     * @param shopper index of the shopper in the pool
     */
    static String of(int shopper) {
        var random = new SplittableRandom(RANDOM + shopper);
        var scheme = SCHEMES.any(random);
        var prefix = scheme.prefixes()[random.nextInt(scheme.prefixes().length)];
        var length = random.nextInt(scheme.shortest(), scheme.longest() + 1);
        String number;
        do {
            number = number(prefix, length, random);
        } while (isDeclined(number));
        return number;
    }

    private static String number(String prefix, int length, RandomGenerator random) {
        var digits = random.ints(length - 1 - prefix.length(), 0, 10)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("", prefix, ""));
        return digits + checkDigit(digits);
    }

    /** Returns the digit that Luhn's algorithm (ISO/IEC 7812-1) appends. */
    private static int checkDigit(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(digits.length() - 1 - i) - '0';
            var doubled = i % 2 == 0 ? 2 * digit : digit;
            sum += doubled / 10 + doubled % 10;
        }
        return (10 - sum % 10) % 10;
    }

    /** Reports whether the number ends as one that the bank declines: the bank knows the last four digits only. */
    private static boolean isDeclined(String number) {
        return DECLINING.stream()
                .anyMatch(declining -> number.endsWith(declining.substring(declining.length() - LAST)));
    }
}
