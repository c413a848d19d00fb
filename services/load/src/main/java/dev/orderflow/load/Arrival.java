package dev.orderflow.load;

import java.util.List;

/**
 * The arrival of a shopper, with everything that the shopper will do.
 *
 * @param number from 0
 * @param atNanos time since the start of the load
 * @param shopper index of the shopper in the pool
 * @param lines products that the shopper views or orders
 * @param card the card number to pay with
 * @param choice from 0 up to 1: selects which of the shopper's orders is looked up or cancelled
 */
record Arrival(long number, long atNanos, Action action, int shopper, List<Line> lines, String card, double choice) {

    /** A quantity of one product. */
    record Line(String sku, int quantity) {}
}
