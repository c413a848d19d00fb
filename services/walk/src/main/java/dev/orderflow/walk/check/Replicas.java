package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks how many pods of the suspected services and stores are wanted. */
record Replicas(PrometheusReader prometheus, Set<String> components) implements MetricCheck {

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
        var names = String.join("|", components);
        return ("max by (deployment) (kube_deployment_spec_replicas{namespace=\"orderflow\", deployment=~\"%1$s\"}) "
                        + "or label_replace(max by (statefulset) (kube_statefulset_replicas{namespace=\"orderflow\", "
                        + "statefulset=~\"%1$s\"}), \"deployment\", \"$1\", \"statefulset\", \"(.*)\")")
                .formatted(names);
    }

    @Override
    public Answer ask() {
        var wanted = prometheus.values(query(), "deployment");
        var words = wanted.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%s %.0f".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "wanted: ", ""));
        return new Answer(words, causes(wanted, true), causes(wanted, false));
    }

    /** Returns the causes in the order of suspicion. */
    private List<Cause> causes(Map<String, Double> wanted, boolean atZero) {
        return Situation.causes(
                components.stream()
                        .filter(wanted::containsKey)
                        .filter(component -> (wanted.getOrDefault(component, 0.0) == 0) == atZero),
                Mechanism.SCALED_TO_ZERO);
    }
}
