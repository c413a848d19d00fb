package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks how many pods of the suspected services are wanted. */
record Replicas(PrometheusReader prometheus, Set<String> services) implements Check {

    static Stream<Check> of(Situation situation) {
        var suspects = situation.suspects();
        return suspects.isEmpty()
                ? Stream.of()
                : Stream.of(new Replicas(situation.stores().prometheus(), suspects));
    }

    @Override
    public String name() {
        return "replicas";
    }

    @Override
    public String query() {
        return "max by (deployment) (kube_deployment_spec_replicas{namespace=\"orderflow\", deployment=~\"%s\"})"
                .formatted(String.join("|", services));
    }

    @Override
    public URI address() {
        return prometheus.address(query());
    }

    @Override
    public Answer ask() {
        var wanted = new TreeMap<String, Double>();
        prometheus
                .query(query())
                .forEach(sample -> wanted.put(
                        sample.path("metric").path("deployment").asString(""),
                        PrometheusReader.number(sample.path("value").path(1))));
        var words = wanted.entrySet().stream()
                .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "wanted: ", ""));
        return new Answer(words, causes(wanted, true), causes(wanted, false));
    }

    private static List<Cause> causes(TreeMap<String, Double> wanted, boolean atZero) {
        return wanted.entrySet().stream()
                .filter(entry -> Situation.isService(entry.getKey()))
                .filter(entry -> (entry.getValue() == 0) == atZero)
                .map(entry -> Cause.of(entry.getKey(), Mechanism.SCALED_TO_ZERO.id()))
                .toList();
    }
}
