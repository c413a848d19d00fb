package dev.orderflow.stores.trace;

/**
 * A call from one service to another.
 *
 * @param over {@code http}, or {@code kafka} and the topic
 */
public record Edge(String from, String to, String over) {

    @Override
    public String toString() {
        return from + " → " + to + " (" + over + ")";
    }
}
