package dev.orderflow.walk;

/**
 * A step of the walk.
 *
 * @param query in the language of the store that was asked
 * @param address where a person asks the same; empty where no store was asked
 * @param answer in a line; of a hop that failed: what is missing, and what was seen last
 */
public record Hop(String name, String query, String address, String answer, boolean passed, long milliseconds) {}
