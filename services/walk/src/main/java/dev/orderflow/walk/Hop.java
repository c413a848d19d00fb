package dev.orderflow.walk;

/**
 * One step of a walk: a query on a store, and its answer.
 *
 * @param query the query, in the store's language
 * @param address the URL of the same query, for a person; empty if no store was queried
 * @param answer the answer in one line; for a failed hop, what is missing and what was seen last
 */
public record Hop(String name, String query, String address, String answer, boolean passed, long milliseconds) {}
