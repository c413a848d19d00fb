package dev.orderflow.who;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores the comparison on synthetic populations with a planted cause, beside the measures that other tools rank by,
 * and counts how often it names something where nothing is to be named.
 */
final class Score {

    private static final int SEEDS = 10;
    private static final List<Integer> SIZES = List.of(100, 300, 1000);
    private static final List<Integer> AFFECTED = List.of(2, 5, 20, 50);
    private static final List<Integer> UNIFORMLY = List.of(5, 50);
    private static final int UNIFORM = 100;

    /** The share of cases that fail for a reason of their own. */
    private static final double MISLABELLED = 0.1;

    /** The measures of other tools, of one item: which they name is the largest. */
    private static final Map<String, BiFunction<Table, Random, Double>> OTHERS = new TreeMap<>(Map.of(
            "difference",
            (table, _) -> (double) table.casesWith() / table.cases() - (double) table.controlsWith() / table.controls(),
            "chi-square",
            (table, _) -> chiSquare(table),
            "risk ratio",
            (table, _) -> riskRatio(table),
            "random",
            (_, random) -> random.nextDouble()));

    private Score() {}

    /** How often the right condition came first, was among the first three, and the mean of 1/rank. */
    record Row(double first, double amongThree, double reciprocalRank, Map<String, Double> others) {}

    /** Scores on {@code SEEDS} populations of each planted cause. */
    static Row row(int size, int percent, double mislabelled) {
        var runs = Stream.of(Planted.values())
                .flatMap(planted ->
                        IntStream.range(0, SEEDS).mapToObj(seed -> run(planted, seed, size, percent, mislabelled)))
                .toList();
        var others = new TreeMap<String, Double>();
        OTHERS.keySet()
                .forEach(name -> others.put(
                        name,
                        share(runs, run -> Boolean.TRUE.equals(run.others().get(name)) ? 1 : 0)));
        return new Row(
                share(runs, run -> run.rank() == 1 ? 1 : 0),
                share(runs, run -> run.rank() > 0 ? 1 : 0),
                share(runs, run -> run.rank() > 0 ? 1.0 / run.rank() : 0),
                others);
    }

    /** @param rank of the right condition, from 1; 0 if it is not named */
    private record Run(int rank, Map<String, Boolean> others) {}

    private static Run run(Planted planted, int seed, int size, int percent, double mislabelled) {
        var cases = size * percent / 100;
        var units = units(planted, seed, cases, size - cases, mislabelled);
        var findings = new Comparison(units, Attributes.generality()).answer().findings();
        var rank = IntStream.range(0, findings.size())
                .filter(i -> planted.accepts(findings.get(i).conditions()))
                .findFirst()
                .orElse(-1);
        var others = new TreeMap<String, Boolean>();
        var items = Items.of(units);
        OTHERS.forEach((name, measure) -> others.put(name, planted.accepts(first(units, items, measure, seed))));
        return new Run(rank + 1, others);
    }

    private static List<Unit> units(Planted planted, int seed, int cases, int controls, double mislabelled) {
        var strays = (int) Math.round(cases * mislabelled);
        var population = new Population(seed);
        var units = new ArrayList<>(population.units(cases - strays, controls, a -> planted.hits(a) ? 1 : 0));
        units.addAll(population.units(strays, 0, a -> planted.hits(a) ? 0 : 1));
        return units;
    }

    private static List<Condition> first(
            List<Unit> units, List<Item> items, BiFunction<Table, Random, Double> measure, long seed) {
        var random = new Random(seed);
        var labels = Labels.of(units);
        return items.stream()
                .max(Comparator.comparingDouble(item -> measure.apply(labels.table(item), random)))
                .map(Item::conditions)
                .orElse(List.of());
    }

    private static double chiSquare(Table table) {
        var all = (double) table.cases() + table.controls();
        var with = table.casesWith() + table.controlsWith();
        var off = (double) table.casesWith() * (table.controls() - table.controlsWith())
                - (double) table.controlsWith() * (table.cases() - table.casesWith());
        return all * off * off / table.cases() / table.controls() / with / (all - with);
    }

    private static double riskRatio(Table table) {
        var with = table.casesWith() + table.controlsWith();
        var without = table.cases() + table.controls() - with;
        var rate = (double) (table.cases() - table.casesWith()) / without;
        return (double) table.casesWith() / with / rate;
    }

    private static <T> double share(List<T> of, ToDoubleFunction<T> value) {
        return of.stream().mapToDouble(value).average().orElse(0);
    }

    /** Returns the share of populations without any cause in which something is named. */
    static double falseAlarms(int size, int percent) {
        return IntStream.range(0, UNIFORM)
                        .filter(seed -> {
                            var cases = size * percent / 100;
                            var units = new Population(1000L + seed).units(cases, size - cases, _ -> percent / 100.0);
                            return !new Comparison(units, Attributes.generality())
                                    .answer()
                                    .findings()
                                    .isEmpty();
                        })
                        .count()
                / (double) UNIFORM;
    }

    /** Returns the page of the documentation. */
    static String page() {
        var text = new StringBuilder("""
                <!-- Made by `make who-score`. Change services/who, not this file. -->
                # How well "which users?" is answered

                `make who` on synthetic populations, in which the shoppers with a planted cause fail: %d of each of %d causes for
                each row. One in ten of the cases fails for a reason of its own. **First** is the share of runs whose first
                answer is the cause, **three** the share that has it among the first three answers, **MRR** the mean of one
                divided by its rank. The columns after it are the first answers of other measures on the same shoppers: the
                largest difference of shares, Pearson's chi-square, the largest risk ratio, and a random condition. They always
                name something.

                | Shoppers | Of them cases | First | Three | MRR | Difference | Chi-square | Risk ratio | Random |
                |---:|---:|---:|---:|---:|---:|---:|---:|---:|
                """.formatted(SEEDS, Planted.values().length));
        SIZES.forEach(size -> AFFECTED.forEach(percent -> text.append(line(size, percent))));
        text.append("""

                Where anybody may fail, it should name nothing. Of %d populations without a cause it names something in this
                share:

                | Shoppers | Of them cases | Something is named |
                |---:|---:|---:|
                """.formatted(UNIFORM));
        SIZES.forEach(size -> UNIFORMLY.forEach(percent -> text.append(falseAlarmLine(size, percent))));
        return text.toString();
    }

    /** Returns the table's line of how often planted causes are named. */
    static String line(int size, int percent) {
        var row = row(size, percent, MISLABELLED);
        return "| %d | %d %% | %s | %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        size,
                        percent,
                        number(row.first()),
                        number(row.amongThree()),
                        number(row.reciprocalRank()),
                        number(row.others().get("difference")),
                        number(row.others().get("chi-square")),
                        number(row.others().get("risk ratio")),
                        number(row.others().get("random")));
    }

    /** Returns the table's line of how often something is named where nothing is to be named. */
    static String falseAlarmLine(int size, int percent) {
        return "| %d | %d %% | %s |%n".formatted(size, percent, number(falseAlarms(size, percent)));
    }

    private static String number(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }
}
