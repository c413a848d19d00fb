package dev.orderflow.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** States of an order and the transitions between them, defined here only. */
public enum OrderStatus {
    /** Written; its stock not yet reserved, so that its shopper has no answer yet. */
    PLACED,
    /** Accepted: its stock reserved, its payment to be authorised. */
    RESERVED,
    /** Its payment authorised, its stock sold, the money to be captured. */
    PAID,
    /** Its money captured. Final, but for a cancellation. */
    CONFIRMED,
    /** It could not be had or not be paid for; nothing was charged, nothing is held. Final. */
    REJECTED,
    /** Its shopper wants it no longer: nothing was charged, or a refund is under way. */
    CANCELLED,
    /** Cancelled after it was charged, and the money given back. Final. */
    REFUNDED;

    private Set<OrderStatus> next() {
        return switch (this) {
            case PLACED -> Set.of(RESERVED, REJECTED);
            case RESERVED -> Set.of(PAID, REJECTED, CANCELLED);
            case PAID -> Set.of(CONFIRMED, CANCELLED);
            case CONFIRMED -> Set.of(CANCELLED);
            case CANCELLED -> Set.of(REFUNDED);
            case REJECTED, REFUNDED -> Set.of();
        };
    }

    public boolean mayBecome(OrderStatus other) {
        return next().contains(other);
    }

    /** Reports whether an order may come to another state from this one, by however many transitions. */
    public boolean mayLeadTo(OrderStatus other) {
        return next().stream().anyMatch(next -> next == other || next.mayLeadTo(other));
    }

    /** Those from which an order may become this. */
    public List<OrderStatus> predecessors() {
        return Arrays.stream(values()).filter(status -> status.mayBecome(this)).toList();
    }
}
