package dev.orderflow.who;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which of the units are cases, and which of them are compared: those of strata that have both.
 *
 * @param strata the compared units of each stratum
 */
record Labels(BitSet cases, BitSet compared, List<BitSet> strata) {

    static Labels of(List<Unit> units) {
        var cases = new BitSet();
        var byStratum = new TreeMap<Long, BitSet>();
        for (var i = 0; i < units.size(); i++) {
            cases.set(i, units.get(i).isCase());
            byStratum.computeIfAbsent(units.get(i).stratum(), _ -> new BitSet()).set(i);
        }
        return of(cases, byStratum.values().stream().toList());
    }

    private static Labels of(BitSet cases, List<BitSet> strata) {
        var both = strata.stream()
                .filter(stratum -> stratum.intersects(cases) && count(stratum, cases) < stratum.cardinality())
                .toList();
        var compared = new BitSet();
        both.forEach(compared::or);
        var comparedCases = (BitSet) cases.clone();
        comparedCases.and(compared);
        return new Labels(comparedCases, compared, both);
    }

    /** Returns the same labels for those units alone that lack the item. */
    Labels without(Item item) {
        return of(
                cases,
                strata.stream()
                        .map(stratum -> {
                            var left = (BitSet) stratum.clone();
                            left.andNot(item.units());
                            return left;
                        })
                        .toList());
    }

    int caseCount() {
        return cases.cardinality();
    }

    int controlCount() {
        return compared.cardinality() - cases.cardinality();
    }

    Table table(Item item) {
        var with = item.count(compared);
        var casesWith = item.count(cases);
        var expected = strata.stream()
                .mapToDouble(stratum -> (double) item.count(stratum) * count(stratum, cases) / stratum.cardinality())
                .sum();
        return new Table(casesWith, caseCount(), with - casesWith, controlCount(), expected);
    }

    /** Draws cases that say nothing: within each stratum, as many as before, at random. */
    BitSet shuffledCases(Random random) {
        var drawn = new BitSet();
        for (var stratum : strata) {
            var all = new ArrayList<>(stratum.stream().boxed().toList());
            Collections.shuffle(all, random);
            all.subList(0, count(stratum, cases)).forEach(drawn::set);
        }
        return drawn;
    }

    private static int count(BitSet some, BitSet others) {
        var both = (BitSet) some.clone();
        both.and(others);
        return both.cardinality();
    }
}
