package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Checks whether a node has ended pods of a service since shortly before the failures began, which it does where they
 * exceed their volumes, or where its own disk fills.
 *
 * @param window in which ended pods count, in seconds until now
 */
record Evicted(PrometheusReader prometheus, long window) implements MetricCheck {

    /** How long before the failures a pod was ended at most, and the metric's delay. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    /** The pods that a node has ended stay, as failed ones, until somebody removes them: counts the new ones alone. */
    private static final String ENDED = """
            sum by (service) (label_replace(kube_pod_status_reason{namespace="orderflow", reason="Evicted"} > 0, \
            "service", "$1", "pod", "([a-z-]+)-[0-9a-f]+-[0-9a-z]+"))""";

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Evicted(situation.stores().prometheus(), situation.window(BEFORE)));
    }

    @Override
    public String name() {
        return "evicted";
    }

    @Override
    public String query() {
        return "%1$s unless on (service) (%1$s <= on (service) %2$s)"
                .formatted(ENDED, ENDED.replace("\"Evicted\"}", "\"Evicted\"} offset %ds".formatted(window)));
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
