package dev.orderflow.platform.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds concurrent work: a number of places in all, and half of them for one client, so that a client that asks for
 * much, sends slowly or is answered slowly leaves room for the others.
 */
public final class Places {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    /** @param most places in all, 1 at least */
    public Places(int most) {
        this.most = Math.max(1, most);
        mostOfOne = Math.max(1, this.most / 2);
    }

    /** Takes a place for a client; false where all are taken, or as many as one client may have. */
    public synchronized boolean begin(String client) {
        if (all == most || byClient.getOrDefault(client, 0) == mostOfOne) {
            return false;
        }
        all++;
        byClient.merge(client, 1, Integer::sum);
        return true;
    }

    /** Gives the place back. */
    public synchronized void end(String client) {
        all--;
        byClient.computeIfPresent(client, (name, taken) -> taken == 1 ? null : taken - 1);
    }
}
