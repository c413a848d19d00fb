package dev.orderflow.load;

import org.jspecify.annotations.Nullable;

/** An order that was sent, with what the client knows of its outcome. Thread-safe. */
final class PlacedOrder {

    /** The outcome of placing the order. */
    enum Outcome {
        /** In progress, or given up without an answer. */
        UNKNOWN,
        ACCEPTED,
        REFUSED
    }

    private final String key;
    private final int shopper;
    private Outcome outcome = Outcome.UNKNOWN;
    private @Nullable String id;
    private String status = "";
    private boolean cancelled;

    /**
     * @param key the idempotency key
     * @param shopper index of the shopper in the pool
     */
    PlacedOrder(String key, int shopper) {
        this.key = key;
        this.shopper = shopper;
    }

    String key() {
        return key;
    }

    int shopper() {
        return shopper;
    }

    synchronized void accepted(String id, String status) {
        this.id = id;
        this.status = status;
        outcome = Outcome.ACCEPTED;
    }

    /** @param code the reason */
    synchronized void refused(String code) {
        status = code;
        outcome = Outcome.REFUSED;
    }

    synchronized void seen(String status) {
        this.status = status;
    }

    /** Marks the order as cancelled; returns true only for the first call. */
    synchronized boolean cancel() {
        var first = outcome == Outcome.ACCEPTED && !cancelled;
        cancelled |= first;
        return first;
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    synchronized boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** Reports whether the order has reached a final status; a cancelled one may still be refunded. */
    synchronized boolean isFinal() {
        return switch (status) {
            case "CONFIRMED", "REJECTED", "CANCELLED", "REFUNDED" -> true;
            default -> false;
        };
    }

    /** Returns the last known status; for a refused order, the reason. */
    synchronized String status() {
        return status;
    }

    synchronized String id() {
        if (id == null) {
            throw new IllegalStateException("order " + key + " was not accepted");
        }
        return id;
    }
}
