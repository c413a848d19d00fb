package dev.orderflow.who;

import java.util.BitSet;
import java.util.List;

/**
 * Conditions that hold together, with the units of which all are true.
 *
 * @param units their indices in the list of all units
 */
record Item(List<Condition> conditions, BitSet units) {

    /** Two items are one explanation from this share of common units on. */
    private static final double SAME = 0.95;

    static Item of(Condition condition, BitSet units) {
        return new Item(List.of(condition), units);
    }

    /** Returns the item of both items' conditions. */
    Item and(Item other) {
        var both = (BitSet) units.clone();
        both.and(other.units);
        return new Item(List.of(conditions.getFirst(), other.conditions.getFirst()), both);
    }

    /** Returns how many of these units have it. */
    int count(BitSet among) {
        var both = (BitSet) units.clone();
        both.and(among);
        return both.cardinality();
    }

    /** Reports whether the other item has nearly the same of the cases, and of the controls. */
    boolean isSameAs(Item other, Labels labels) {
        var controls = (BitSet) labels.compared().clone();
        controls.andNot(labels.cases());
        return isSameAs(other, labels.cases()) && isSameAs(other, controls);
    }

    /** Reports whether the other item has nearly the same of these units (Jaccard's index). */
    private boolean isSameAs(Item other, BitSet among) {
        var common = (BitSet) units.clone();
        common.and(among);
        var either = (BitSet) other.units.clone();
        either.and(among);
        var intersection = (BitSet) common.clone();
        intersection.and(either);
        either.or(common);
        return intersection.cardinality() >= SAME * either.cardinality();
    }
}
