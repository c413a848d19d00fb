package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Scales Deployments to target numbers of pods, a few starts at a time. A start costs processor time, and pods that
 * start all at once are all ready only at the end; so the next pod starts when one is ready.
 */
final class Scaling {

    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    private final Deployments deployments;
    private final int atOnce;
    private final Consumer<String> progress;

    /** @param atOnce how many pods may start at the same time */
    Scaling(Deployments deployments, int atOnce, Consumer<String> progress) {
        this.deployments = deployments;
        this.atOnce = atOnce;
        this.progress = progress;
    }

    /**
     * Scales to the target, and returns when all pods are ready.
     *
     * @throws IllegalStateException if they are not ready within 30 minutes; the message says which are missing
     */
    void to(Map<String, Integer> target) throws InterruptedException {
        to(target, () -> false, () -> "", false);
    }

    /**
     * Scales towards the target, and stops early once there are enough pods, or somebody else scales one of the
     * services: the responder to an incident, whose pods go on being added meanwhile.
     *
     * @param enough whether to stop early; called every two seconds
     * @param hold why no further pod may start now; empty if one may
     */
    void to(Map<String, Integer> target, BooleanSupplier enough, Supplier<String> hold) throws InterruptedException {
        to(target, enough, hold, true);
    }

    private void to(Map<String, Integer> target, BooleanSupplier enough, Supplier<String> hold, boolean yields)
            throws InterruptedException {
        var begun = Instant.now();
        var reported = Instant.now();
        var before = deployments.states();
        var fewer = new HashMap<String, Integer>();
        var asked = new HashMap<String, Integer>();
        target.forEach((service, pods) -> {
            var state = before.get(service);
            if (state == null) {
                throw new IllegalStateException("there is no deployment " + service + "; try: make cluster-up");
            }
            asked.put(service, state.pods());
            if (state.pods() > pods) {
                fewer.put(service, pods);
            }
        });
        if (!fewer.isEmpty()) {
            deployments.scale(fewer);
            asked.putAll(fewer);
        }
        Map<String, Deployments.State> states;
        while (!reached(states = deployments.states(), target)) {
            if (enough.getAsBoolean()) {
                return;
            }
            if (yields && !areAsAsked(states, asked)) {
                progress.accept("no more pods: somebody else scales");
                return;
            }
            var held = hold.get();
            if (held.isEmpty()) {
                asked.putAll(grow(states, target));
            }
            var now = Instant.now();
            if (Duration.between(begun, now).compareTo(TIMEOUT) > 0) {
                throw new IllegalStateException("not all ready within " + TIMEOUT.toMinutes() + " minutes: "
                        + missing(states, target) + "; try: " + Kubectl.command("--namespace orderflow get pods"));
            }
            if (Duration.between(reported, now).compareTo(REPORT_INTERVAL) >= 0) {
                var ready = states.entrySet().stream()
                        .filter(state -> target.containsKey(state.getKey()))
                        .mapToInt(state -> state.getValue().ready())
                        .sum();
                progress.accept("%d of %d pods ready%s"
                        .formatted(ready, sum(target), held.isEmpty() ? "" : "; no more for now: " + held));
                reported = now;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        progress.accept("%d pods ready after %d s"
                .formatted(sum(target), Duration.between(begun, Instant.now()).toSeconds()));
    }

    private static boolean areAsAsked(Map<String, Deployments.State> states, Map<String, Integer> asked) {
        return asked.entrySet().stream()
                .allMatch(entry -> states.containsKey(entry.getKey())
                        && states.get(entry.getKey()).pods() == entry.getValue());
    }

    /**
     * Starts pods of the services that are furthest from their target, so that all services grow together.
     *
     * @return the numbers of pods that were asked for, of the services that grow
     */
    private Map<String, Integer> grow(Map<String, Deployments.State> states, Map<String, Integer> target) {
        var asked = new HashMap<String, Integer>();
        states.forEach((service, state) -> asked.put(service, state.pods()));
        var starting = states.values().stream()
                .mapToInt(state -> Math.max(0, state.pods() - state.ready()))
                .sum();
        var changed = new HashMap<String, Integer>();
        for (; starting < atOnce; starting++) {
            var next = target.entrySet().stream()
                    .filter(wanted -> asked.getOrDefault(wanted.getKey(), 0) < wanted.getValue())
                    .min(Comparator.<Map.Entry<String, Integer>>comparingDouble(
                                    wanted -> (double) asked.getOrDefault(wanted.getKey(), 0) / wanted.getValue())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey);
            if (next.isEmpty()) {
                break;
            }
            changed.put(next.get(), asked.merge(next.get(), 1, Integer::sum));
        }
        if (!changed.isEmpty()) {
            deployments.scale(changed);
        }
        return changed;
    }

    private static boolean reached(Map<String, Deployments.State> states, Map<String, Integer> target) {
        return target.entrySet().stream().allMatch(entry -> {
            var state = states.get(entry.getKey());
            return state != null && state.pods() == entry.getValue() && state.ready() == entry.getValue();
        });
    }

    private static String missing(Map<String, Deployments.State> states, Map<String, Integer> target) {
        var missing = new StringBuilder();
        target.forEach((service, pods) -> {
            var ready = states.containsKey(service) ? states.get(service).ready() : 0;
            if (ready != pods) {
                missing.append("%s%s %d/%d".formatted(missing.isEmpty() ? "" : ", ", service, ready, pods));
            }
        });
        return missing.toString();
    }

    private static int sum(Map<String, Integer> pods) {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }
}
