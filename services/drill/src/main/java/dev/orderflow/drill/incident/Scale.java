package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.Progress;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code make scale PODS=47}: the seven services in so many pods, in the proportions of the incident. */
final class Scale {

    /** More take the processor from those that serve, and are no sooner ready. */
    static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    /** A start keeps a processor busy, and under a night's load the other half of them is for the pods that serve. */
    static final int AT_ONCE_UNDER_LOAD = Math.max(1, AT_ONCE / 2);

    private Scale() {}

    /** @param arguments the incident's id, empty for the default; how many pods */
    static void main(String[] arguments) throws InterruptedException {
        try {
            if (arguments.length != 2 || !arguments[1].matches("[0-9]{1,3}")) {
                throw new IllegalArgumentException("how many pods? try: make scale PODS=47");
            }
            run(arguments[0], Integer.parseInt(arguments[1]));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Scales the services, and returns when all pods are ready.
     *
     * @param id of the incident whose proportions they have, one that a number of pods sets off; empty for the default
     * @param pods in all
     */
    public static void run(String id, int pods) throws InterruptedException {
        var target = IncidentFile.named(IncidentFile.FOLDER, id).over(pods).pods();
        var kubectl = new Kubectl();
        kubectl.requireCluster();
        System.out.println(target.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "scaling to ", "")));
        new Scaling(new Deployments(kubectl), AT_ONCE, new Progress()::say).to(target);
    }
}
