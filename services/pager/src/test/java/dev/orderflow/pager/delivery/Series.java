package dev.orderflow.pager.delivery;

import java.util.HashMap;
import java.util.Map;

/** One alert of a schedule, by the labels in which it differs from the schedule's others. */
record Series(String alert, String service, String pod) {

    /** What the chart's routing groups by, within the schedule's namespace. */
    Group group() {
        return new Group(alert, service);
    }

    /** As the rules send them. */
    Map<String, String> labels(String namespace) {
        var labels = new HashMap<>(Rules.labels(alert, service, pod));
        labels.put("namespace", namespace);
        return labels;
    }

    boolean matches(String namespace, Map<String, String> matchers) {
        return labels(namespace).entrySet().containsAll(matchers.entrySet());
    }

    @Override
    public String toString() {
        return "%s %s/%s".formatted(alert, service, pod);
    }

    /** Alerts of one rule and service. */
    record Group(String alert, String service) implements Comparable<Group> {

        @Override
        public int compareTo(Group other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return alert + " " + service;
        }
    }
}
