package dev.orderflow.platform.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many requests wait for the rest of their bodies at once, so that clients who send slowly, or not at all,
 * leave room for the others: so many in all, and half of that for one client.
 */
public final class BodyReads {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    /** @param most places in all, 1 at least */
    public BodyReads(int most) {
        this.most = Math.max(1, most);
        mostOfOne = Math.max(1, this.most / 2);
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
