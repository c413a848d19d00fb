package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether containers of the suspected services ended shortly before, as each had used up its memory. */
record Restarts(PrometheusReader prometheus, Set<String> services) implements Check {

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
    public URI address() {
        return prometheus.address(query());
    }

    @Override
    public Answer ask() {
        var killed = prometheus.query(query()).stream()
                .map(sample -> sample.path("metric").path("container").asString(""))
                .filter(Situation::isService)
                .collect(Collectors.toSet());
        return killed.isEmpty()
                ? Answer.excludes("no container of %s was killed for its memory".formatted(services), causes(services))
                : Answer.confirms("killed for their memory: " + killed, causes(killed));
    }

    private static List<Cause> causes(Set<String> services) {
        return services.stream()
                .map(service -> Cause.of(service, Mechanism.MEMORY_EXHAUSTED.id()))
                .toList();
    }
}
