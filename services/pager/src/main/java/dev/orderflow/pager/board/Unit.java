package dev.orderflow.pager.board;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats numbers of one of Grafana's units, by the largest step that a number reaches. The browser gets the same
 * steps.
 */
record Unit(List<Scale> steps) {

    /** Digits that are worth reading. */
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private static final String SUFFIX = "suffix:";

    private static final Map<String, Unit> KNOWN = Map.of(
            "short", counted(""),
            "cps", counted(" c/s"),
            "reqps", counted(" req/s"),
            "wps", counted(" wr/s"),
            "opm", counted(" ops/m"),
            "percentunit", new Unit(List.of(new Scale(0, 0.01, "%"))),
            "bytes",
                    new Unit(List.of(
                            new Scale(0, 1, " B"),
                            new Scale(1L << 10, 1L << 10, " KiB"),
                            new Scale(1L << 20, 1L << 20, " MiB"),
                            new Scale(1L << 30, 1L << 30, " GiB"))),
            "s",
                    new Unit(List.of(
                            new Scale(0, 1e-6, " µs"),
                            new Scale(1e-3, 1e-3, " ms"),
                            new Scale(1, 1, " s"),
                            new Scale(60, 60, " min"),
                            new Scale(3600, 3600, " h"),
                            new Scale(86_400, 86_400, " d"))),
            "m", new Unit(List.of(new Scale(0, 1, " min"), new Scale(60, 60, " h"), new Scale(1440, 1440, " d"))));

    /**
     * @param from the smallest number that it is for
     * @param by what that is divided by
     */
    record Scale(double from, double by, String suffix) {}

    static boolean isKnown(String id) {
        return id.startsWith(SUFFIX) || KNOWN.containsKey(id);
    }

    /** Of Grafana's identifier; one that is not known counts. */
    static Unit of(String id) {
        return id.startsWith(SUFFIX)
                ? new Unit(List.of(new Scale(0, 1, id.substring(SUFFIX.length()))))
                : KNOWN.getOrDefault(id, counted(""));
    }

    /** @param decimals null for as many as are worth reading */
    String text(double value, @Nullable Integer decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        var step = step(Math.abs(value));
        var scaled = BigDecimal.valueOf(value / step.by());
        var rounded = decimals == null ? readable(scaled) : scaled.setScale(decimals, RoundingMode.HALF_UP);
        return (decimals == null ? rounded.stripTrailingZeros() : rounded).toPlainString() + step.suffix();
    }

    private Scale step(double size) {
        return size == 0
                ? steps.stream().filter(step -> step.by() == 1).findFirst().orElse(steps.getFirst())
                : steps.stream().filter(step -> size >= step.from()).toList().getLast();
    }

    /** Three digits, and of more before the point all. */
    private static BigDecimal readable(BigDecimal number) {
        var whole = number.precision() - number.scale();
        return whole > DIGITS.getPrecision() ? number.setScale(0, RoundingMode.HALF_UP) : number.round(DIGITS);
    }

    private static Unit counted(String what) {
        return new Unit(List.of(
                new Scale(0, 1, what),
                new Scale(1e4, 1e3, " K" + what),
                new Scale(1e6, 1e6, " M" + what),
                new Scale(1e9, 1e9, " G" + what)));
    }
}
