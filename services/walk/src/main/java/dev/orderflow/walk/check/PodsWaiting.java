package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks why pods of a service or store that lacks some do not start: their image or their settings cannot be had, they
 * end again and again, or a quota admits no more.
 *
 * @param window in which they waited, in seconds until now
 */
record PodsWaiting(PrometheusReader prometheus, long window) implements MetricCheck {

    /** How long before the failures a pod may have begun to wait, and the metric's delay. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    /** PromQL of the workloads without all their pods. One whose new pod waits while the old one serves lacks none. */
    private static final String LACKING = """
            (label_replace(kube_deployment_spec_replicas{namespace="orderflow"} \
            > kube_deployment_status_replicas_available{namespace="orderflow"}, "container", "$1", "deployment", "(.*)") \
            or label_replace(kube_statefulset_replicas{namespace="orderflow"} \
            > kube_statefulset_status_replicas_ready{namespace="orderflow"}, "container", "$1", "statefulset", "(.*)"))""";

    /** PromQL of the containers that ended for want of memory, which is another cause. */
    private static final String OUT_OF_MEMORY = """
            (kube_pod_container_status_last_terminated_reason{namespace="orderflow", reason="OOMKilled"} > 0 \
            or kube_pod_container_status_last_terminated_exitcode{namespace="orderflow"} == 3)""";

    private static final String REFUSED = """
            max by (deployment) (kube_deployment_status_condition{namespace="orderflow", condition="ReplicaFailure", \
            status="true"}) > 0 and on (deployment) kube_deployment_spec_replicas{namespace="orderflow"} \
            > kube_deployment_status_replicas_available{namespace="orderflow"}""";

    static Stream<Check> of(Situation situation) {
        return Stream.of(new PodsWaiting(situation.stores().prometheus(), situation.window(BEFORE)));
    }

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String query() {
        return """
                max by (container, reason) (max_over_time(kube_pod_container_status_waiting_reason{namespace="orderflow", \
                reason=~"(Err|Invalid)?Image.*|ErrImage.*|CreateContainer(Config)?Error|RunContainerError|CrashLoopBackOff"}[%ds]) \
                and on (container) %s unless on (container) %s) > 0""".formatted(window, LACKING, OUT_OF_MEMORY);
    }

    @Override
    public Answer ask() {
        var waiting = prometheus.query(query()).stream()
                .map(sample -> sample.path("metric"))
                .filter(labels -> Situation.isComponent(labels.path("container").asString("")))
                .toList();
        var refused = new TreeSet<>(prometheus.values(REFUSED, "deployment").keySet());
        var words = new ArrayList<String>();
        var components = new TreeSet<String>();
        waiting.forEach(labels -> {
            components.add(labels.path("container").asString());
            words.add(labels.path("container").asString() + ": "
                    + labels.path("reason").asString(""));
        });
        words.addAll(refused.stream()
                .map(service -> service + ": the API server refuses its pods")
                .toList());
        return Answer.confirms(
                words.isEmpty()
                        ? "no pod that is missing waits for its image or its settings"
                        : String.join("; ", words),
                causes(components, refused));
    }

    private static List<Cause> causes(Set<String> waiting, Set<String> refused) {
        var all = new TreeSet<>(waiting);
        all.addAll(refused);
        var own = Situation.causes(all.stream(), Mechanism.BAD_CONFIGURATION);
        return refused.isEmpty()
                ? own
                : Stream.concat(own.stream(), Stream.of(new Cause(Component.NODE, Mechanism.NO_CAPACITY)))
                        .toList();
    }
}
