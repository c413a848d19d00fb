package dev.orderflow.who;

import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.GTest;

/**
 * How many cases and how many controls have an item, and how many there are of each.
 *
 * @param expected how many of the cases would have it if within each stratum it had nothing to do with being one
 */
record Table(int casesWith, int cases, int controlsWith, int controls, double expected) {

    /** Reports whether more of the cases have it than chance would give it. */
    boolean isMoreFrequentInCases() {
        return casesWith > expected;
    }

    /**
     * Returns the likelihood ratio statistic G of the table (Sokal and Rohlf), which grows with what the item tells of
     * a unit's selection; 0 if it is not more frequent in cases. The expected counts are those of the strata together,
     * so that an item which only came with a stratum tells nothing.
     */
    double statistic() {
        if (!isMoreFrequentInCases()) {
            return 0;
        }
        var with = casesWith + controlsWith;
        var observed = new long[] {casesWith, cases - casesWith, controlsWith, controls - controlsWith};
        var expectations = new double[] {expected, cases - expected, with - expected, controls - with + expected};
        // What cannot be otherwise in any stratum is as expected, and counts nothing.
        var possible = IntStream.range(0, observed.length)
                .filter(cell -> expectations[cell] > 1e-9)
                .toArray();
        if (possible.length < 2) {
            return 0;
        }
        return GTest.withDefaults()
                .statistic(
                        IntStream.of(possible)
                                .mapToDouble(cell -> expectations[cell])
                                .toArray(),
                        IntStream.of(possible).mapToLong(cell -> observed[cell]).toArray());
    }

    /**
     * Returns the least number of cases among the units that have an item with which its statistic is at least this
     * one; one more than there can be if none is.
     */
    int casesNeeded(double statistic) {
        var with = casesWith + controlsWith;
        var least = Math.max(0, with - controls);
        var beyond = Math.min(with, cases) + 1;
        // The statistic is 0 up to the number to expect, and grows from there.
        while (least < beyond) {
            var middle = (least + beyond) >>> 1;
            if (new Table(middle, cases, with - middle, controls, expected).statistic() >= statistic) {
                beyond = middle;
            } else {
                least = middle + 1;
            }
        }
        return beyond;
    }
}
