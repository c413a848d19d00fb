package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether pods of the services wait for a node that takes them. */
record Capacity(PrometheusReader prometheus) implements MetricCheck {

    /** PromQL of the pods that are missing: where all are there, one that waits is to replace another, which serves. */
    private static final String MISSING = "sum(kube_deployment_spec_replicas{namespace=\"orderflow\"} "
            + "> kube_deployment_status_replicas_available{namespace=\"orderflow\"})";

    private static final String CORDONED = "max by (node) (kube_node_spec_unschedulable) > 0";

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Capacity(situation.stores().prometheus()));
    }

    @Override
    public String name() {
        return "capacity";
    }

    @Override
    public String query() {
        return "sum(kube_pod_status_unschedulable{namespace=\"orderflow\"})";
    }

    @Override
    public Answer ask() {
        var waiting = prometheus.value(query());
        var cause = List.of(new Cause(Component.NODE, Mechanism.NO_CAPACITY));
        if (!(waiting > 0)) { // NaN: a metric of pods that wait exists only where one does
            return Answer.excludes("no pod waits for a node", cause);
        }
        if (Double.isNaN(prometheus.value(MISSING))) {
            return Answer.excludes(
                    "%.0f pods wait for a node that takes them; each service has all that it wants".formatted(waiting),
                    cause);
        }
        var cordoned =
                prometheus.values(CORDONED, "node").keySet().stream().sorted().collect(Collectors.joining(", "));
        return Answer.confirms(
                "%.0f pods wait for a node that takes them%s"
                        .formatted(waiting, cordoned.isEmpty() ? "" : "; cordoned: " + cordoned),
                cause);
    }
}
