package dev.orderflow.contracts;

/** What a shopper's account is to the shop: how much it buys. */
public enum Tier {
    STANDARD,
    SILVER,
    GOLD,
    /** Buys for others, by a program of its own. */
    PARTNER
}
