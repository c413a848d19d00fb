package dev.orderflow.who;

import dev.orderflow.who.Condition.Relation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Makes the items of units: each value of each attribute, its absence, and for numbers also from and up to each value.
 * Items of nearly all or hardly any of the units say nothing, and are left out.
 */
final class Items {

    /** Units that have an item, and that lack it, at the least. */
    static final int LEAST = 5;

    /** Numbers of more different values are compared with some of them. */
    private static final int MANY = 30;

    private static final int PARTS = 20;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

    private Items() {}

    static List<Item> of(List<Unit> units) {
        var names = new TreeSet<String>();
        units.forEach(unit -> names.addAll(unit.attributes().keySet()));
        return names.stream()
                .flatMap(name -> ofAttribute(name, units).entrySet().stream())
                .map(entry -> Item.of(entry.getKey(), entry.getValue()))
                .filter(item ->
                        item.units().cardinality() >= LEAST && item.units().cardinality() <= units.size() - LEAST)
                .toList();
    }

    private static Map<Condition, BitSet> ofAttribute(String name, List<Unit> units) {
        var items = new LinkedHashMap<Condition, BitSet>();
        for (var i = 0; i < units.size(); i++) {
            var value = units.get(i).attributes().get(name);
            if (value == null) {
                continue;
            }
            var condition =
                    value.equals(Unit.ABSENT) ? Condition.absent(name) : new Condition(name, Relation.EQUALS, value);
            items.computeIfAbsent(condition, _ -> new BitSet()).set(i);
        }
        items.putAll(bounds(name, units));
        return items;
    }

    private static Map<Condition, BitSet> bounds(String name, List<Unit> units) {
        var numbers = new TreeMap<Integer, Double>();
        for (var i = 0; i < units.size(); i++) {
            var value = units.get(i).attributes().getOrDefault(name, Unit.ABSENT);
            if (!value.equals(Unit.ABSENT)) {
                if (!NUMBER.matcher(value).matches()) {
                    return Map.of();
                }
                numbers.put(i, Double.valueOf(value));
            }
        }
        var items = new LinkedHashMap<Condition, BitSet>();
        for (var bound : bounds(numbers.values().stream().sorted().toList())) {
            items.put(new Condition(name, Relation.AT_LEAST, text(bound)), chosen(numbers, number -> number >= bound));
            items.put(new Condition(name, Relation.AT_MOST, text(bound)), chosen(numbers, number -> number <= bound));
        }
        return items;
    }

    /** Returns every value, or of many those between twentieths. Of two values each is an item anyway. */
    private static List<Double> bounds(List<Double> sorted) {
        var distinct = sorted.stream().distinct().toList();
        if (distinct.size() <= MANY) {
            return distinct.size() < 3 ? List.of() : distinct;
        }
        return IntStream.range(1, PARTS)
                .mapToObj(part -> sorted.get(part * sorted.size() / PARTS))
                .distinct()
                .toList();
    }

    private static BitSet chosen(Map<Integer, Double> numbers, DoublePredicate isChosen) {
        var chosen = new BitSet();
        numbers.forEach((index, number) -> chosen.set(index, isChosen.test(number)));
        return chosen;
    }

    private static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    static List<Item> pairs(Item first, List<Item> others) {
        var pairs = new ArrayList<Item>();
        for (var other : others) {
            var attribute = other.conditions().getFirst().attribute();
            if (!attribute.equals(first.conditions().getFirst().attribute())) {
                pairs.add(first.and(other));
            }
        }
        return pairs;
    }
}
