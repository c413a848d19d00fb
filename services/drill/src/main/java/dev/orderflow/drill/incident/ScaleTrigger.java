package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.orderflow.drill.cluster.Deployments;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A trigger that scales services, all of them to more pods, or some to none.
 *
 * @param pods by service
 */
public record ScaleTrigger(Map<String, Integer> pods) implements Trigger {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ScaleTrigger {
        pods = Map.copyOf(pods);
    }

    /**
     * Returns a trigger with another total of pods, in the same proportions.
     *
     * @throws IllegalArgumentException for fewer pods than there are services, and if the trigger takes pods away
     */
    public ScaleTrigger over(int total) {
        return new ScaleTrigger(new PodDistribution(pods).over(total));
    }

    @Override
    public void begin(Site site) throws InterruptedException {
        var pace = site.pace();
        new Scaling(new Deployments(site.cluster().kubectl()), pace.atOnce(), site.progress())
                .to(pods, pace.isEnough(), pace.hold());
    }

    /** Scales back to a pod of each service; of a trigger that takes all pods away, only what has none. */
    @Override
    public void undo(Site site) throws InterruptedException {
        if (addsPods()) {
            backTo(pods.size(), site);
        } else {
            var deployments = new Deployments(site.cluster().kubectl());
            var one = withoutPods(deployments).stream().collect(Collectors.toMap(service -> service, _ -> 1));
            if (!one.isEmpty()) {
                new Scaling(deployments, ConcurrentStarts.MOST, site.progress()).to(one);
            }
        }
    }

    /** Returns those of the trigger's services of which no pod is wanted now. */
    private Set<String> withoutPods(Deployments deployments) {
        return deployments.states().entrySet().stream()
                .filter(entry ->
                        pods.containsKey(entry.getKey()) && entry.getValue().pods() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Reports whether every service has a pod at least. */
    public boolean addsPods() {
        return pods.values().stream().allMatch(count -> count > 0);
    }

    @Override
    public boolean isInForce(Site site) {
        return !addsPods()
                && withoutPods(new Deployments(site.cluster().kubectl())).equals(pods.keySet());
    }

    /**
     * Removes pods until the total is reached; starts none.
     *
     * @param total pods of all services
     */
    void backTo(int total, Site site) throws InterruptedException {
        var deployments = new Deployments(site.cluster().kubectl());
        var now = deployments.states().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().pods()));
        var target = new ScaleTrigger(new PodDistribution(pods).backTo(total, now));
        site.progress().accept("scaling back to " + target.total() + " pods");
        new Scaling(deployments, ConcurrentStarts.MOST, site.progress()).to(target.pods());
    }

    int total() {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public boolean undoesOnlyItself() {
        return !addsPods();
    }

    @Override
    public String doing() {
        return addsPods()
                ? "scaling to " + total() + " pods"
                : pods.entrySet().stream()
                        .map(entry -> "%s to %d pods".formatted(entry.getKey(), entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", ", "scaling ", ""));
    }

    @Override
    public String undoing() {
        return "a pod of each service";
    }
}
