package dev.orderflow.who;

import org.apache.commons.statistics.inference.GTest;

/** How many cases and how many controls have an item, and how many there are of each. */
record Table(int casesWith, int cases, int controlsWith, int controls) {

    /** Reports whether more of the cases have it than of the controls. */
    boolean isMoreFrequentInCases() {
        return (long) casesWith * controls > (long) controlsWith * cases;
    }

    /**
     * Returns the likelihood ratio statistic G of the table (Sokal and Rohlf), which grows with what the item tells of
     * a unit's selection; 0 if it is not more frequent in cases.
     */
    double statistic() {
        var with = casesWith + controlsWith;
        if (!isMoreFrequentInCases() || with == cases + controls) {
            return 0;
        }
        return GTest.withDefaults().statistic(new long[][] {
            {casesWith, controlsWith},
            {cases - casesWith, controls - controlsWith}
        });
    }

    /**
     * Returns the least number of cases among the units that have an item with which its statistic is at least this
     * one; one more than there can be if none is.
     *
     * @param with how many units have it
     */
    static int casesNeeded(int with, int cases, int controls, double statistic) {
        var least = Math.max(0, with - controls);
        var beyond = Math.min(with, cases) + 1;
        // The statistic is 0 up to the number to expect, and grows from there.
        while (least < beyond) {
            var middle = (least + beyond) >>> 1;
            if (new Table(middle, cases, with - middle, controls).statistic() >= statistic) {
                beyond = middle;
            } else {
                least = middle + 1;
            }
        }
        return beyond;
    }

    /** Returns which share of the units that have it are cases. */
    double precision() {
        return (double) casesWith / (casesWith + controlsWith);
    }
}
