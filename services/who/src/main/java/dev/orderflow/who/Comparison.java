package dev.orderflow.who;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what distinguishes the cases among units from the controls, or that nothing does. An item is named only if none
 * of {@value #PERMUTATIONS} comparisons of random labels shows one that differs as much: with a thousand items, some
 * always differ, and pairs are tried besides. Deterministic for the same units.
 *
 * <p>Each further finding is of the units that lack the ones before, so that it explains cases which they leave.
 */
public final class Comparison {

    /** Findings at the most. */
    private static final int MOST = 3;

    /**
     * The chance up to which an item is named. With 0.01, something was named in 1.5 % of 1,000 populations without a
     * cause.
     */
    private static final double LIKELY = 0.005;

    private static final int PERMUTATIONS = 200;
    private static final long RANDOM = 47;

    /** The items that are tried in pairs with all others. */
    private static final int BEAM = 20;

    private final List<Unit> units;
    private final Comparator<List<Condition>> generality;
    private final List<Item> items;

    /**
     * @param units shoppers or orders, those of both selections
     * @param generality which of several equivalent conditions an answer names: the least
     */
    public Comparison(List<Unit> units, Comparator<Condition> generality) {
        this.units = List.copyOf(units);
        this.generality = Comparator.comparing((List<Condition> conditions) -> conditions.size())
                .thenComparing(List::getFirst, generality)
                .thenComparing(Object::toString);
        this.items = Items.of(this.units);
    }

    /** Returns what distinguishes the cases. */
    public Answer answer() {
        var all = Labels.of(units);
        var findings = new ArrayList<Finding>();
        var labels = all;
        while (findings.size() < MOST) {
            var found = next(labels);
            if (found.isEmpty()) {
                break;
            }
            findings.add(described(found.get(), labels));
            labels = labels.without(found.get().item());
        }
        return new Answer(all.caseCount(), all.controlCount(), findings);
    }

    /** An item with the share of random labels that it does not stand out from. */
    private record Distinction(Item item, List<Item> equivalents, double chance) {}

    /** An item with its table and the table's statistic. */
    private record Ranked(Item item, Table table, double statistic) {

        static Ranked of(Item item, Labels labels) {
            var table = labels.table(item);
            return new Ranked(item, table, table.statistic());
        }
    }

    private Optional<Distinction> next(Labels labels) {
        if (items.isEmpty() || labels.caseCount() < Items.LEAST || labels.controlCount() < Items.LEAST) {
            return Optional.empty();
        }
        var ranked = items.stream()
                .map(item -> Ranked.of(item, labels))
                .sorted(Comparator.comparingDouble(Ranked::statistic).reversed())
                .toList();
        var single = ranked.getFirst();
        var chance = chance(labels, single.statistic());
        if (chance > LIKELY) {
            return Optional.empty();
        }
        var chosen = pair(ranked, labels).orElse(single.item());
        var same = items.stream()
                .filter(item -> item.isSameAs(chosen, labels))
                .sorted(Comparator.comparing(Item::conditions, generality))
                .toList();
        var face = same.isEmpty() ? chosen : same.getFirst();
        var others = same.stream().filter(item -> item != face).toList();
        return Optional.of(new Distinction(face, others, chance));
    }

    /** Returns how often random labels show an item that differs as much. */
    private double chance(Labels labels, double observed) {
        // Random labels leave as many cases in each stratum as there are: each item has a number of cases from which on
        // it differs as much.
        var needed = items.stream()
                .mapToInt(item -> labels.table(item).casesNeeded(observed))
                .toArray();
        var random = new Random(RANDOM);
        var asMuch = 0;
        for (var i = 0; i < PERMUTATIONS; i++) {
            var cases = labels.shuffledCases(random);
            if (IntStream.range(0, needed.length)
                    .anyMatch(item -> items.get(item).count(cases) >= needed[item])) {
                asMuch++;
            }
        }
        return (1.0 + asMuch) / (1 + PERMUTATIONS);
    }

    /**
     * Returns the best pair of conditions, if it says enough more than the best single one: its statistic must grow by
     * what a further parameter costs (Schwarz's criterion, twice), and half of the controls must be left out by it.
     *
     * @param ranked all items, the best first
     */
    private Optional<Item> pair(List<Ranked> ranked, Labels labels) {
        var single = ranked.getFirst();
        var cost = 2 * Math.log(labels.compared().cardinality());
        return ranked.stream()
                .limit(BEAM)
                .flatMap(one -> Items.pairs(one.item(), items).stream())
                .map(pair -> Ranked.of(pair, labels))
                .filter(pair -> pair.statistic() > single.statistic() + cost
                        && 2 * pair.table().controlsWith() <= single.table().controlsWith())
                .max(Comparator.comparingDouble(Ranked::statistic)
                        .thenComparing(pair -> pair.item().conditions(), generality.reversed()))
                .map(Ranked::item);
    }

    private Finding described(Distinction found, Labels labels) {
        var table = labels.table(found.item());
        var failed = found.item().units().stream()
                .filter(labels.cases()::get)
                .mapToObj(units::get)
                .findFirst()
                .orElseThrow();
        return new Finding(
                found.item().conditions(),
                found.equivalents().stream().map(Item::conditions).toList(),
                table.casesWith(),
                table.cases(),
                table.controlsWith(),
                table.controls(),
                found.chance(),
                failed,
                mostLike(failed, found.item()));
    }

    /** Returns the control that has most in common with a case beside the item, which it rather lacks. */
    private @Nullable Unit mostLike(Unit failed, Item item) {
        return IntStream.range(0, units.size())
                .filter(i -> !units.get(i).isCase())
                .boxed()
                .max(Comparator.<Integer, Boolean>comparing(i -> !item.units().get(i))
                        .thenComparing(i -> units.get(i).stratum() == failed.stratum())
                        .thenComparingLong(i -> common(units.get(i).attributes(), failed.attributes())))
                .map(units::get)
                .orElse(null);
    }

    private static long common(Map<String, String> some, Map<String, String> others) {
        return some.entrySet().stream()
                .filter(entry -> Objects.equals(entry.getValue(), others.get(entry.getKey())))
                .count();
    }
}
