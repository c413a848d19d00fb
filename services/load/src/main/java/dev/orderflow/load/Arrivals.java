package dev.orderflow.load;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * An endless sequence of random arrivals: a Poisson process, since shoppers act independently. The same seed gives the
 * same arrivals on every machine: {@link Random} and {@link StrictMath} are specified exactly. The number of random
 * values that an arrival takes does not depend on its purpose, so that another mix has the same times, shoppers and
 * products. Lines beyond an order's third, and which arrivals are a partner's, come from random sequences of their own,
 * so that they change no time and no other shopper.
 */
final class Arrivals implements Iterator<Arrival> {

    /** Lines of an order at most. */
    static final int MOST_LINES = 12;

    private static final int USUAL_LINES = 3;
    private static final double NANOS = 1e9;

    private final double rate;
    private final Mix mix;
    private final double declining;
    private final int shoppers;
    private final int products;
    private final Random random;
    private final Random further;
    private final SplittableRandom partners;
    private long number;
    private double at;

    /**
     * @param rate arrivals a second, on average
     * @param declining share of orders that are paid with a card that is declined, 0 to 1
     * @param products number of products; the k-th is selected with a probability proportional to 1/k, as in the seeded
     *     orders
     */
    Arrivals(long seed, double rate, Mix mix, double declining, int shoppers, int products) {
        this.rate = rate;
        this.mix = mix;
        this.declining = declining;
        this.shoppers = shoppers;
        this.products = products;
        this.random = new Random(seed);
        this.further = new Random(~seed);
        this.partners = new SplittableRandom(seed);
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Arrival next() {
        // The time between two arrivals of a Poisson process is distributed exponentially.
        at += -StrictMath.log(1 - random.nextDouble()) / rate;
        var action = mix.at(random.nextDouble());
        var shopper = Partner.orOther(random.nextInt(shoppers), shoppers, partners);
        var lines = lines();
        var declined = random.nextDouble() < declining;
        var decliningCard = Cards.DECLINING.get(random.nextInt(Cards.DECLINING.size()));
        var choice = random.nextDouble();
        var card = declined ? decliningCard : Cards.of(shopper);
        return new Arrival(number++, (long) (at * NANOS), action, shopper, lines, card, choice);
    }

    private List<Arrival.Line> lines() {
        var quantities = new TreeMap<String, Integer>();
        var usual = 1 + random.nextInt(USUAL_LINES);
        select(usual, random, quantities);
        if (usual == USUAL_LINES) {
            select(anyLines() - usual, further, quantities);
        }
        var lines = new ArrayList<Arrival.Line>();
        quantities.forEach((sku, quantity) -> lines.add(new Arrival.Line(sku, quantity)));
        return List.copyOf(lines);
    }

    private void select(int lines, Random random, Map<String, Integer> quantities) {
        for (var left = lines; left > 0; left--) {
            quantities.merge(sku(zipf(random)), 1 + random.nextInt(3), Integer::sum);
        }
    }

    /**
     * Returns a number of lines from 3 to 12: the inverse of Pareto's distribution with exponent 3. Of all orders, one
     * in seven has four lines or more, one in 25 six or more, and one in 200 twelve.
     */
    private int anyLines() {
        return Math.min(MOST_LINES, (int) (USUAL_LINES / StrictMath.cbrt(1 - further.nextDouble())));
    }

    /** Returns a number from 1 to products: the inverse of Zipf's distribution with exponent 1. */
    private int zipf(Random random) {
        return Math.min(products, (int) StrictMath.pow(products + 1, random.nextDouble()));
    }

    /** @param number from 1 */
    static String sku(int number) {
        return "SKU-%04d".formatted(number);
    }
}
