package dev.orderflow.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many threads wait for bodies at once, so that clients who send slowly, or not at all, leave threads for the
 * others: half of them in all, and half of that for one client.
 */
final class BodyReads {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    /** @param threads that serve requests */
    BodyReads(int threads) {
        most = Math.max(1, threads / 2);
        mostOfOne = Math.max(1, most / 2);
    }

    /** Takes a place for a client; false where all are taken, or as many as one client may have. */
    synchronized boolean begin(String client) {
        if (all == most || byClient.getOrDefault(client, 0) == mostOfOne) {
            return false;
        }
        all++;
        byClient.merge(client, 1, Integer::sum);
        return true;
    }

    /** Gives the place back. */
    synchronized void end(String client) {
        all--;
        byClient.computeIfPresent(client, (name, taken) -> taken == 1 ? null : taken - 1);
    }
}
