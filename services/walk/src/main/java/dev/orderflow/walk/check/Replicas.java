package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks how many pods of the suspected services are wanted. */
record Replicas(PrometheusReader prometheus, Set<String> services) implements MetricCheck {

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
    public Answer ask() {
        var wanted = prometheus.values(query(), "deployment");
        var words = wanted.entrySet().stream()
                .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "wanted: ", ""));
        return new Answer(words, causes(wanted, true), causes(wanted, false));
    }

    private static List<Cause> causes(Map<String, Double> wanted, boolean atZero) {
        return Situation.causes(
                wanted.keySet().stream().filter(service -> (wanted.getOrDefault(service, 0.0) == 0) == atZero),
                Mechanism.SCALED_TO_ZERO);
    }
}
