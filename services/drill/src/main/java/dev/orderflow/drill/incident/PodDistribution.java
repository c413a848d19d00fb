package dev.orderflow.drill.incident;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Distributes a total number of pods over the services: one each, and the rest in the proportions of a model.
 *
 * @param model pods by service, at least one each
 */
public record PodDistribution(Map<String, Integer> model) {

    public PodDistribution {
        if (model.isEmpty() || model.values().stream().anyMatch(pods -> pods < 1)) {
            throw new IllegalArgumentException("every service has a pod: " + model);
        }
    }

    /**
     * Distributes a total of pods.
     *
     * @throws IllegalArgumentException for fewer pods than there are services
     */
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
        // The largest remainder method; ties are broken by name, so that the result is always the same.
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
     * Distributes a smaller total, but gives no service more pods than it has now: starting pods would be a load of its
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
