package dev.orderflow.load;

import org.jspecify.annotations.Nullable;

/** An order that was sent, and what its shopper knows of it. */
final class PlacedOrder {

    /** What became of asking for it. */
    enum Outcome {
        /** Under way, or given up without an answer. */
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
     * @param key its idempotency key
     * @param shopper which one of the pool
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

    /** @param code why */
    synchronized void refused(String code) {
        status = code;
        outcome = Outcome.REFUSED;
    }

    synchronized void seen(String status) {
        this.status = status;
    }

    /** True for the first who wants to cancel it. */
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

    /** Where nothing more is to come of it; what was cancelled may still be refunded. */
    synchronized boolean isFinal() {
        return switch (status) {
            case "CONFIRMED", "REJECTED", "CANCELLED", "REFUNDED" -> true;
            default -> false;
        };
    }

    /** Its state when last seen; of a refused one, why. */
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
