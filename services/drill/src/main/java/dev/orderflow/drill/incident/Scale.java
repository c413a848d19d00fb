package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.Progress;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** {@code make scale PODS=47}: the seven services in so many pods, in the proportions of the incident. */
final class Scale {

    /** Where the incidents are described. */
    static final Path INCIDENTS = Path.of("k8s/incidents");

    static final Path INCIDENT = INCIDENTS.resolve("scale-47.yaml");

    /** More take the processor from those that serve, and are no sooner ready. */
    static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    /** A start keeps a processor busy, and under a night's load the other half of them is for the pods that serve. */
    static final int AT_ONCE_UNDER_LOAD = Math.max(1, AT_ONCE / 2);

    private Scale() {}

    static void main(String[] arguments) throws InterruptedException {
        try {
            if (arguments.length != 1 || !arguments[0].matches("[0-9]{1,3}")) {
                throw new IllegalArgumentException("how many pods? try: make scale PODS=47");
            }
            var kubectl = new Kubectl();
            kubectl.requireCluster();
            var target = new Spread(IncidentFile.load(INCIDENT).trigger().pods()).over(Integer.parseInt(arguments[0]));
            System.out.println(target.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", ", "scaling to ", "")));
            new Scaling(new Deployments(kubectl), AT_ONCE, new Progress()::say).to(target);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
