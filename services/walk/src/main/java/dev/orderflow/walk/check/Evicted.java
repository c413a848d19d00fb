package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.stream.Stream;

/**
 * Checks whether a node ended pods of a service within the last minutes, which it does where they exceed their volumes,
 * or where its own disk fills.
 */
record Evicted(PrometheusReader prometheus) implements MetricCheck {

    /** The pods that a node has ended stay, as failed ones, until somebody removes them: counts the new ones alone. */
    private static final String ENDED = """
            sum by (service) (label_replace(kube_pod_status_reason{namespace="orderflow", reason="Evicted"} > 0, \
            "service", "$1", "pod", "([a-z-]+)-[0-9a-f]+-[0-9a-z]+"))""";

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Evicted(situation.stores().prometheus()));
    }

    @Override
    public String name() {
        return "evicted";
    }

    @Override
    public String query() {
        return "%1$s unless on (service) (%1$s <= on (service) %2$s)"
                .formatted(ENDED, ENDED.replace("\"Evicted\"}", "\"Evicted\"} offset 10m"));
    }

    @Override
    public Answer ask() {
        var ended = prometheus.values(query(), "service").keySet().stream()
                .filter(Situation::isService)
                .toList();
        return Answer.confirms(
                ended.isEmpty()
                        ? "no node ended a pod of a service"
                        : "a node ended pods of " + String.join(", ", ended) + " for want of room",
                Situation.causes(ended.stream(), Mechanism.DISK_FULL));
    }
}
