package dev.orderflow.who;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Which of the units are cases, and which of them are compared. */
record Labels(List<Unit> units, BitSet cases, BitSet compared) {

    static Labels of(List<Unit> units) {
        var cases = new BitSet();
        var all = new BitSet();
        for (var i = 0; i < units.size(); i++) {
            all.set(i);
            cases.set(i, units.get(i).isCase());
        }
        return new Labels(units, cases, all);
    }

    /** Returns the same labels for those units alone that lack the item. */
    Labels without(Item item) {
        var left = (BitSet) compared.clone();
        left.andNot(item.units());
        var leftCases = (BitSet) cases.clone();
        leftCases.and(left);
        return new Labels(units, leftCases, left);
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
        return new Table(casesWith, caseCount(), with - casesWith, controlCount());
    }

    /** Returns labels that say nothing: within each stratum, as many cases as before, drawn at random. */
    Labels shuffled(Random random) {
        var strata = new TreeMap<Long, List<Integer>>();
        compared.stream()
                .forEach(i -> strata.computeIfAbsent(units.get(i).stratum(), _ -> new ArrayList<>())
                        .add(i));
        var drawn = new BitSet();
        for (var stratum : strata.values()) {
            var count = (int) stratum.stream().filter(cases::get).count();
            Collections.shuffle(stratum, random);
            stratum.subList(0, count).forEach(drawn::set);
        }
        return new Labels(units, drawn, compared);
    }
}
