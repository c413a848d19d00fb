package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.Set;
import java.util.stream.Stream;

/** Checks whether containers of the suspected services were killed shortly before, for their use of memory. */
record Restarts(PrometheusReader prometheus, Set<String> services) implements MetricCheck {

    static Stream<Check> of(Situation situation) {
        var suspects = situation.suspects();
        return suspects.isEmpty()
                ? Stream.of()
                : Stream.of(new Restarts(situation.stores().prometheus(), suspects));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String query() {
        return """
                sum by (container) (increase(kube_pod_container_status_restarts_total{namespace="orderflow", container=~"%1$s"}[10m])) > 0 \
                and on (container) max by (container) (kube_pod_container_status_last_terminated_reason{namespace="orderflow", container=~"%1$s", reason="OOMKilled"}) > 0""".formatted(String.join("|", services));
    }

    @Override
    public Answer ask() {
        var killed =
                Situation.causes(prometheus.values(query(), "container").keySet().stream(), Mechanism.MEMORY_EXHAUSTED);
        return killed.isEmpty()
                ? Answer.excludes(
                        "no container of %s was killed for its memory".formatted(services),
                        Situation.causes(services.stream(), Mechanism.MEMORY_EXHAUSTED))
                : Answer.confirms("killed for their memory", killed);
    }
}
