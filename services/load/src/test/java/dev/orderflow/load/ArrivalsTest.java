package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final int MANY = 100_000;
    private static final double RATE = 4;
    private static final int PRODUCTS = 5000;

    @Test
    void theSameSeedGivesTheSameArrivals() {
        assertThat(arrivals(7, 1000)).isEqualTo(arrivals(7, 1000)).isNotEqualTo(arrivals(8, 1000));
    }

    @Test
    void onEveryMachine() {
        assertThat(arrivals(7, 3))
                .extracting(Arrival::atNanos, Arrival::action, Arrival::shopper, Arrival::lines)
                .containsExactly(
                        tuple(327981430L, Action.ORDER, 0, List.of(line("SKU-0127", 1), line("SKU-2084", 1))),
                        tuple(618120189L, Action.BROWSE, 4, List.of(line("SKU-0555", 3))),
                        tuple(862769577L, Action.ORDER, 12, List.of(line("SKU-0002", 1), line("SKU-1302", 3))));
    }

    @Test
    void aLongOrderIsTheSameOnEveryMachine() {
        assertThat(arrivals(7, 21).getLast().lines())
                .containsExactly(
                        line("SKU-0001", 1),
                        line("SKU-0004", 1),
                        line("SKU-0006", 2),
                        line("SKU-0009", 1),
                        line("SKU-0015", 3),
                        line("SKU-0095", 2),
                        line("SKU-0130", 3),
                        line("SKU-4088", 3));
    }

    @Test
    void theTimesBetweenThemAreExponential() {
        var arrivals = arrivals(1, MANY);
        var gaps = IntStream.range(1, MANY)
                .mapToDouble(
                        i -> (arrivals.get(i).atNanos() - arrivals.get(i - 1).atNanos()) / 1e9)
                .toArray();
        var mean = IntStream.range(0, gaps.length)
                .mapToDouble(i -> gaps[i])
                .average()
                .orElseThrow();
        var variance = IntStream.range(0, gaps.length)
                .mapToDouble(i -> Math.pow(gaps[i] - mean, 2))
                .average()
                .orElseThrow();
        // Of an exponential distribution: mean 1/rate, variance 1/rate².
        assertThat(mean).isCloseTo(1 / RATE, within(0.01 / RATE));
        assertThat(variance).isCloseTo(1 / (RATE * RATE), within(0.05 / (RATE * RATE)));
    }

    @Test
    void theCountInASecondIsPoisson() {
        var counts = arrivals(1, MANY).stream()
                .collect(Collectors.groupingBy(arrival -> arrival.atNanos() / 1_000_000_000, Collectors.counting()));
        var seconds = (int) (MANY / RATE * 0.99);
        var mean = IntStream.range(0, seconds)
                .mapToLong(second -> counts.getOrDefault((long) second, 0L))
                .average()
                .orElseThrow();
        var variance = IntStream.range(0, seconds)
                .mapToDouble(second -> Math.pow(counts.getOrDefault((long) second, 0L) - mean, 2))
                .average()
                .orElseThrow();
        // The sign of a Poisson process: as much variance as mean. Evenly spaced arrivals would have next to none.
        assertThat(mean).isCloseTo(RATE, within(0.1));
        assertThat(variance / mean).isCloseTo(1, within(0.05));
    }

    @Test
    void actionsComeInTheirShares() {
        var counts = arrivals(1, MANY).stream().collect(Collectors.groupingBy(Arrival::action, Collectors.counting()));
        assertThat(counts)
                .hasSize(4)
                .allSatisfy((action, count) -> assertThat(count / (double) MANY)
                        .isCloseTo(Mix.DEFAULT.weights().get(action) / 100.0, within(0.01)));
    }

    @Test
    void someCardsAreDeclined() {
        var declined = arrivals(1, MANY).stream()
                .filter(arrival -> !arrival.card().equals(Cards.of(arrival.shopper())))
                .toList();
        assertThat(declined.size() / (double) MANY).isCloseTo(0.05, within(0.005));
        assertThat(declined)
                .extracting(Arrival::card)
                .containsAll(Cards.DECLINING)
                .isSubsetOf(Cards.DECLINING);
    }

    @Test
    void someProductsAreHot() {
        var wanted = arrivals(1, MANY).stream()
                .flatMap(arrival -> arrival.lines().stream())
                .collect(Collectors.groupingBy(Arrival.Line::sku, Collectors.counting()));
        Function<Integer, Long> count = number -> wanted.getOrDefault(Arrivals.sku(number), 0L);
        var all = wanted.values().stream().mapToLong(Long::longValue).sum();
        assertThat(wanted.keySet()).allMatch(sku -> sku.matches("SKU-[0-9]{4}"));
        assertThat(wanted).hasSizeGreaterThan(PRODUCTS * 9 / 10).doesNotContainKeys("SKU-0000", "SKU-5001");
        // ln 2 / ln 5001 of the draws, some of them two draws of one order.
        assertThat(count.apply(1) / (double) all).isBetween(0.06, 0.09);
        assertThat(count.apply(10)).isGreaterThan(5 * count.apply(100));
    }

    @Test
    void aFewPartnersHaveMuchTraffic() {
        var arrivals = new Arrivals(1, RATE, Mix.DEFAULT, 0.05, 500, PRODUCTS);
        var shares = IntStream.range(0, MANY)
                .mapToObj(i -> arrivals.next().shopper())
                .collect(Collectors.groupingBy(
                        shopper -> shopper,
                        Collectors.collectingAndThen(Collectors.counting(), count -> count / (double) MANY)));
        // 80 of 100 arrivals are of any of the 500, the partners among them.
        for (var partner : Partner.values()) {
            assertThat(shares.get(partner.ordinal()))
                    .as(partner.name())
                    .isCloseTo(partner.share() / 100.0 + 0.8 / 500, within(0.005));
        }
        assertThat(shares).hasSize(500);
        shares.keySet().removeIf(shopper -> Partner.of(shopper).isPresent());
        assertThat(shares.values()).allMatch(share -> share < 0.004);
    }

    @Test
    void aPoolWithoutThemHasNone() {
        var arrivals = new Arrivals(1, RATE, Mix.DEFAULT, 0.05, 1, PRODUCTS);
        assertThat(IntStream.range(0, 1000).map(i -> arrivals.next().shopper())).containsOnly(0);
    }

    @Test
    void ordersAreValid() {
        assertThat(arrivals(1, 10_000)).allSatisfy(arrival -> {
            assertThat(arrival.shopper()).isBetween(0, 19);
            assertThat(arrival.lines())
                    .hasSizeBetween(1, Arrivals.MOST_LINES)
                    .extracting(Arrival.Line::sku)
                    .doesNotHaveDuplicates();
            assertThat(arrival.lines())
                    .allMatch(line -> line.quantity() >= 1 && line.quantity() <= 3 * Arrivals.MOST_LINES);
        });
    }

    @Test
    void mostOrdersAreSmallAndAFewAreLarge() {
        var sizes = arrivals(1, MANY).stream()
                .collect(Collectors.groupingBy(
                        arrival -> arrival.lines().size(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.counting(), count -> count / (double) MANY)));
        Function<Integer, Double> atLeast = lines -> sizes.tailMap(lines).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(sizes.get(1)).isBetween(0.32, 0.37);
        assertThat(atLeast.apply(4)).isBetween(0.10, 0.15);
        assertThat(atLeast.apply(6)).isBetween(0.02, 0.05);
        assertThat(atLeast.apply(10)).isBetween(0.002, 0.01);
        assertThat(sizes.lastKey()).isEqualTo(Arrivals.MOST_LINES);
    }

    @Test
    void thePurposeChangesNothingElse() {
        var browsing = new Arrivals(7, RATE, Mix.parse("browse=1"), 0.05, 20, PRODUCTS);
        assertThat(arrivals(7, 1000)).allSatisfy(arrival -> {
            var other = browsing.next();
            assertThat(other.atNanos()).isEqualTo(arrival.atNanos());
            assertThat(other.shopper()).isEqualTo(arrival.shopper());
            assertThat(other.lines()).isEqualTo(arrival.lines());
            assertThat(other.card()).isEqualTo(arrival.card());
        });
    }

    @Test
    void aMixThatIsNoneIsRefused() {
        assertThat(Mix.parse("order=1,cancel=3").weights()).isEqualTo(Map.of(Action.ORDER, 1, Action.CANCEL, 3));
        assertThat(Mix.parse("order=1").at(0.999)).isEqualTo(Action.ORDER);
        for (var text :
                List.of("", "order", "order=-1", "order=0", "order=1,order=2", "buy=1", "order=1=2", "order=x")) {
            assertThatThrownBy(() -> Mix.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Arrival.Line line(String sku, int quantity) {
        return new Arrival.Line(sku, quantity);
    }

    private static List<Arrival> arrivals(long seed, int count) {
        var arrivals = new Arrivals(seed, RATE, Mix.DEFAULT, 0.05, 20, PRODUCTS);
        return IntStream.range(0, count).mapToObj(i -> arrivals.next()).toList();
    }
}
