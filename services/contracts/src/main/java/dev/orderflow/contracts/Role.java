package dev.orderflow.contracts;

/** A role of an account; each name is a value of the claim {@code roles}. */
public enum Role {
    /** Buys: sees and changes only what is their own. */
    SHOPPER,
    /** Runs the shop: reads any order, restocks. */
    OPERATOR
}
