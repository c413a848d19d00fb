package dev.orderflow.drill.incident;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many pods each service has in a system of so many: one each, and what is more in the proportions of a model.
 *
 * @param model pods by service, at least one each
 */
public record PodDistribution(Map<String, Integer> model) {

    public PodDistribution {
        if (model.isEmpty() || model.values().stream().anyMatch(pods -> pods < 1)) {
            throw new IllegalArgumentException("every service has a pod: " + model);
        }
    }

    /** @throws IllegalArgumentException for fewer pods than there are services */
    public Map<String, Integer> over(int pods) {
        if (pods < model.size()) {
            throw new IllegalArgumentException("PODS=" + pods + " is too few: there are " + model.size() + " services");
        }
        var more = pods - model.size();
        var weights = model.values().stream().mapToInt(count -> count - 1).sum();
        var exact = model.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> weights == 0
                                ? (double) more / model.size()
                                : (double) more * (entry.getValue() - 1) / weights));
        var spread = new TreeMap<String, Integer>();
        exact.forEach((service, share) -> spread.put(service, 1 + share.intValue()));
        // The method of largest remainders; by name where two are equal, so that it is the same each time.
        var left = pods - spread.values().stream().mapToInt(Integer::intValue).sum();
        exact.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Double>>comparingDouble(
                                entry -> entry.getValue().intValue() - entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(left)
                .forEach(entry -> spread.merge(entry.getKey(), 1, Integer::sum));
        return spread;
    }

    /**
     * Limits each service to the pods that it has: scaling back starts none, or the mitigation would be a load of its
     * own.
     *
     * @param now pods by service; one that has none gets one
     */
    public Map<String, Integer> backTo(int pods, Map<String, Integer> now) {
        var spread = over(pods);
        spread.replaceAll((service, target) -> Math.clamp(now.getOrDefault(service, 1), 1, target));
        return spread;
    }
}
