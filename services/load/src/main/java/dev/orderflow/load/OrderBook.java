package dev.orderflow.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps every order that the load has sent. */
final class OrderBook {

    private final String run;
    private final List<PlacedOrder> orders = new ArrayList<>();

    /** @param run part of every idempotency key, so that the orders of two runs differ */
    OrderBook(String run) {
        this.run = run;
    }

    synchronized PlacedOrder begin(Arrival arrival) {
        var order = new PlacedOrder("load-" + run + "-" + arrival.number(), arrival.shopper());
        orders.add(order);
        return order;
    }

    synchronized List<PlacedOrder> all() {
        return List.copyOf(orders);
    }

    /** Returns one of a shopper's accepted orders. */
    Optional<PlacedOrder> any(int shopper, double choice) {
        return pick(accepted(shopper).toList(), choice);
    }

    /** Returns one of a shopper's accepted orders that was not cancelled yet, and marks it as cancelled. */
    Optional<PlacedOrder> toCancel(int shopper, double choice) {
        return any(shopper, choice).filter(PlacedOrder::cancel);
    }

    Map<String, Long> countAccepted() {
        return count(PlacedOrder.Outcome.ACCEPTED);
    }

    Map<String, Long> countRefused() {
        return count(PlacedOrder.Outcome.REFUSED);
    }

    long unknown() {
        return all().stream()
                .filter(order -> order.outcome() == PlacedOrder.Outcome.UNKNOWN)
                .count();
    }

    private Map<String, Long> count(PlacedOrder.Outcome outcome) {
        return all().stream()
                .filter(order -> order.outcome() == outcome)
                .collect(Collectors.groupingBy(
                        (Function<PlacedOrder, String>) PlacedOrder::status, TreeMap::new, Collectors.counting()));
    }

    private Stream<PlacedOrder> accepted(int shopper) {
        return all().stream().filter(order -> order.shopper() == shopper && order.isAccepted());
    }

    private static Optional<PlacedOrder> pick(List<PlacedOrder> of, double choice) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get((int) (choice * of.size())));
    }
}
