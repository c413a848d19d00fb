package dev.orderflow.contracts;

/** Where an order stands. */
public enum OrderStatus {
    /** Accepted, its stock reserved, its payment under way. */
    PLACED,
    /** Paid, its stock sold. */
    CONFIRMED
}
