package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether containers of the suspected services and stores have ended for want of memory since shortly before the
 * failures began: killed for their use of it, or by the JVM's own exit code, 3. Checks also whether a service's heap
 * was full, even after its collection.
 *
 * @param window in which both count, in seconds until now
 */
record Memory(PrometheusReader prometheus, Set<String> suspects, long window) implements MetricCheck {

    /** How long before the failures a process ended, or its heap was full, at most; and the metric's delay. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    /** PromQL of the services whose heap was almost full, as in the rule HeapAlmostFull. */
    private static final String FULL = """
            max by (service_name) (max_over_time((\
            sum by (service_name, k8s_pod_name) (jvm_memory_used_after_last_gc_bytes{jvm_memory_pool_name=~".*(Old|Tenured).*"}) \
            / sum by (service_name, k8s_pod_name) (jvm_memory_limit_bytes{jvm_memory_pool_name=~".*(Old|Tenured).*"}))[%ds:15s])) > 0.85""";

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Memory(situation.stores().prometheus(), situation.suspects(), situation.window(BEFORE)));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String query() {
        return """
                sum by (container) (increase(kube_pod_container_status_restarts_total{namespace="orderflow", container=~"%1$s"}[%2$ds])) > 0 \
                and on (container) (max by (container) (kube_pod_container_status_last_terminated_reason{namespace="orderflow", container=~"%1$s", reason="OOMKilled"}) > 0 \
                or max by (container) (kube_pod_container_status_last_terminated_exitcode{namespace="orderflow", container=~"%1$s"} == 3))""".formatted(String.join("|", suspects), window);
    }

    @Override
    public Answer ask() {
        var killed = suspects.isEmpty()
                ? Set.<String>of()
                : prometheus.values(query(), "container").keySet();
        var full = prometheus.values(FULL.formatted(window), "service_name").keySet();
        var all = new TreeSet<>(killed);
        all.addAll(full);
        var causes = Situation.causes(all.stream(), Mechanism.MEMORY_EXHAUSTED);
        // A store may lack memory though its process has enough.
        var others = Situation.causes(
                suspects.stream().filter(Situation::isService).filter(service -> !all.contains(service)),
                Mechanism.MEMORY_EXHAUSTED);
        var words = Stream.of(words("ended for want of memory", killed), words("heaps that were full", full))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return new Answer(
                words.isEmpty() ? "no container ended for want of memory, and no heap was full" : words,
                causes,
                others);
    }

    private static String words(String what, Set<String> services) {
        return services.isEmpty() ? "" : what + ": " + String.join(", ", new TreeSet<>(services));
    }
}
