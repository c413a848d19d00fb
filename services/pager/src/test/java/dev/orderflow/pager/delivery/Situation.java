package dev.orderflow.pager.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What fires at a moment, and what Alertmanager makes of that.
 *
 * @param silences matchers by the silence's id
 * @param inhibits whether Alertmanager's inhibitor has read the alerts, of which the chart's routing lets one rule
 *     inhibit another in the namespace; after a start or a reload it delivers what is in its groups at once, perhaps
 *     before that
 */
record Situation(
        String namespace,
        Set<Series> firing,
        Map<String, Map<String, String>> silences,
        Routing routing,
        boolean inhibits) {

    static Situation quiet(String namespace, Routing routing) {
        return new Situation(namespace, Set.of(), Map.of(), routing, true);
    }

    Situation with(Series series) {
        var all = new HashSet<>(firing);
        all.add(series);
        return new Situation(namespace, Set.copyOf(all), silences, routing, inhibits);
    }

    Situation without(Series series) {
        var all = new HashSet<>(firing);
        all.remove(series);
        return new Situation(namespace, Set.copyOf(all), silences, routing, inhibits);
    }

    Situation with(String silence, Map<String, String> matchers) {
        var all = new HashMap<>(silences);
        all.put(silence, matchers);
        return silenced(all);
    }

    Situation silenced(Map<String, Map<String, String>> all) {
        return new Situation(namespace, firing, Map.copyOf(all), routing, inhibits);
    }

    Situation routed(Routing other) {
        return new Situation(namespace, firing, silences, other, inhibits);
    }

    Situation inhibiting(boolean does) {
        return new Situation(namespace, firing, silences, routing, does);
    }

    boolean fires(Series series) {
        return firing.contains(series);
    }

    boolean isSilenced(Series series) {
        return silences.values().stream().anyMatch(matchers -> series.matches(namespace, matchers));
    }

    /** Whether Alertmanager delivers it. */
    boolean isActive(Series series) {
        return fires(series) && !isSilenced(series) && !isInhibited(series);
    }

    private boolean isInhibited(Series series) {
        return inhibits
                && series.alert().equals("LatencyP99High")
                && firing.stream().anyMatch(other -> other.alert().equals("LatencyMedianUp"));
    }
}
