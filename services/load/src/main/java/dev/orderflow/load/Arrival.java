package dev.orderflow.load;

import java.util.List;

/**
 * A shopper comes.
 *
 * @param number from 0
 * @param atNanos after the load's begin
 * @param shopper which one of the pool
 * @param lines what they look at, or order
 * @param card by which they pay
 * @param choice from 0 up to 1: which of their orders they look up or cancel
 */
record Arrival(long number, long atNanos, Action action, int shopper, List<Line> lines, String card, double choice) {

    /** So many pieces of one stock keeping unit. */
    record Line(String sku, int quantity) {}
}
