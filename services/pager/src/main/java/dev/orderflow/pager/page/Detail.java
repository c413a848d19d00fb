package dev.orderflow.pager.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a page is about, as it was last told.
 *
 * @param labels that all its alerts have
 * @param annotations likewise
 * @param alerts those that fire; some may have been left out
 * @param truncated how many were left out
 */
public record Detail(Map<String, String> labels, Map<String, String> annotations, List<Alert> alerts, int truncated) {

    /** @param fingerprint Alertmanager's, of the labels; empty where another told of it */
    public record Alert(String fingerprint, Map<String, String> labels, Map<String, String> annotations, Instant startsAt) {}

    /** Of an alert's rule; empty where it is none. */
    public String alertName() {
        return labels.getOrDefault("alertname", "");
    }

    /** How many fire. */
    public int count() {
        return alerts.size() + truncated;
    }
}
