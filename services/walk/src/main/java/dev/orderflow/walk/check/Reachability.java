package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks whether the pods of a service that could not be called are ready. If they are, something between the caller
 * and them refuses.
 */
record Reachability(PrometheusReader prometheus, Set<String> called) implements Check {

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        var called = situation.called();
        return explanation != null && explanation.mechanism() == FailureMode.DOWNSTREAM_REFUSED && !called.isEmpty()
                ? Stream.of(new Reachability(situation.stores().prometheus(), called))
                : Stream.of();
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public String query() {
        return ("max by (deployment) (kube_deployment_status_replicas_available{namespace=\"orderflow\", "
                        + "deployment=~\"%s\"})")
                .formatted(String.join("|", called));
    }

    @Override
    public URI address() {
        return prometheus.address(query());
    }

    @Override
    public Answer ask() {
        var ready = new TreeMap<String, Double>();
        prometheus
                .query(query())
                .forEach(sample -> ready.put(
                        sample.path("metric").path("deployment").asString(""),
                        PrometheusReader.number(sample.path("value").path(1))));
        var network = List.of(new Cause(Component.NETWORK, Mechanism.UNREACHABLE));
        var unready = causes(service -> ready.getOrDefault(service, 1.0) == 0);
        if (!unready.isEmpty()) {
            return new Answer("no pod is ready", unready, network);
        }
        var known = causes(ready::containsKey);
        return known.isEmpty()
                ? new Answer("unknown", List.of(), List.of())
                : new Answer("%s is ready: what lies between refuses".formatted(called), network, known);
    }

    private List<Cause> causes(Predicate<String> which) {
        return called.stream()
                .filter(which)
                .map(service -> Cause.of(service, Mechanism.UNREACHABLE.id()))
                .toList();
    }
}
