package dev.orderflow.pager.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The subject of a page: labels, annotations and alerts of its last delivery.
 *
 * @param labels those that all alerts of the delivery have in common
 * @param annotations those that all alerts of the delivery have in common
 * @param alerts those that fire; some may have been left out
 * @param truncated how many alerts were left out, by the sender or by the pager
 * @param links the sender's own pages and images, in its order
 * @param group where the alerts were grouped; null for a source without groups
 * @param isCut whether the sender left alerts out, which need not have the labels of the delivery; null of a page that
 *     an earlier release stored
 */
public record Detail(
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Alert> alerts,
        int truncated,
        List<Link> links,
        @Nullable Group group,
        @Nullable Boolean isCut) {

    /** Fills in what a page that was stored by an earlier release lacks. */
    public Detail {
        links = links == null ? List.of() : links;
    }

    /** Reports whether the sender left alerts out. */
    boolean wasCut() {
        return Boolean.TRUE.equals(isCut);
    }

    public Detail(Map<String, String> labels, Map<String, String> annotations, List<Alert> alerts, int truncated) {
        this(labels, annotations, alerts, truncated, List.of(), null, false);
    }

    /** @param fingerprint Alertmanager's, of the labels; empty for another source */
    public record Alert(
            String fingerprint, Map<String, String> labels, Map<String, String> annotations, Instant startsAt) {}

    /** @param href an {@code http} or {@code https} address */
    public record Link(String text, String href) {}

    /**
     * A group of Alertmanager's.
     *
     * @param receiver the name of the receiver that the pager is
     * @param labels those that the alerts are grouped by
     */
    public record Group(String receiver, Map<String, String> labels) {

        /**
         * Returns the key of a page that the pager made of Alertmanager's list, which has no group keys. Alertmanager's
         * own begin with a brace.
         */
        public String key() {
            return receiver + ":" + new TreeMap<>(labels);
        }

        /** Whether an alert is routed to this group's receiver, and has this group's labels. */
        public boolean holds(List<String> receivers, Map<String, String> alert) {
            return receivers.contains(receiver) && alert.entrySet().containsAll(labels.entrySet());
        }
    }

    /** The name of the alerts' rule; empty where they have none in common. */
    public String alertName() {
        return labels.getOrDefault("alertname", "");
    }

    /** How many alerts fire. */
    public int count() {
        return alerts.size() + truncated;
    }
}
