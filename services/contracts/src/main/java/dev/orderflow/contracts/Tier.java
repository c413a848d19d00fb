package dev.orderflow.contracts;

/** The tier of a shopper's account, by how much it buys. */
public enum Tier {
    STANDARD,
    SILVER,
    GOLD,
    /** Buys for others, by a program of its own. */
    PARTNER
}
