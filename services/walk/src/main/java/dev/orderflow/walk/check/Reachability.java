package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks whether the pods of a service that accepted no connection have been ready since the failures began. If they
 * were, something between the caller and them refuses or drops; but on a busy node a connection also takes longer than
 * its caller waits.
 *
 * @param isRefused whether connections were refused, and not just not accepted in time
 * @param window in which pods must have been ready, in seconds until now
 */
record Reachability(PrometheusReader prometheus, Set<String> called, boolean isRefused, long window)
        implements MetricCheck {

    /** The idle share of the nodes' processors from which on a ready pod's kernel accepts each connection in time. */
    static final double IDLE = 0.1;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        var called = situation.called();
        return explanation != null
                        && (isRefused(explanation) || explanation.message().contains("connect timed out"))
                        && !NameResolution.isOfName(explanation)
                        && !called.isEmpty()
                ? Stream.of(new Reachability(
                        situation.stores().prometheus(),
                        called,
                        isRefused(explanation),
                        situation.window(Duration.ZERO)))
                : Stream.of();
    }

    private static boolean isRefused(Explanation explanation) {
        return explanation.mechanism() == FailureMode.DOWNSTREAM_REFUSED;
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public String query() {
        // A process that ends again and again is ready in between.
        return ("max by (deployment) (min_over_time(kube_deployment_status_replicas_available{namespace=\"orderflow\", "
                        + "deployment=~\"%s\"}[%ds]))")
                .formatted(String.join("|", called), Math.max(window, 1));
    }

    @Override
    public Answer ask() {
        var ready = prometheus.values(query(), "deployment");
        var network = List.of(new Cause(Component.NETWORK, Mechanism.UNREACHABLE));
        var unready = causes(service -> ready.getOrDefault(service, 1.0) == 0);
        if (!unready.isEmpty()) {
            return new Answer("at times no pod was ready", unready, network);
        }
        var known = causes(ready::containsKey);
        if (known.isEmpty()) {
            return Answer.leavesOpen("unknown");
        }
        if (isRefused) {
            return new Answer("%s is ready: what lies between refuses".formatted(called), network, known);
        }
        var idle = prometheus.value(Processor.IDLE_SHARE);
        return idle > IDLE
                ? new Answer(
                        "%s is ready, and no node is busy: what lies between drops".formatted(called), network, known)
                : new Answer("%s is ready, and the nodes are busy".formatted(called), List.of(), known);
    }

    private List<Cause> causes(Predicate<String> which) {
        return Situation.causes(called.stream().filter(which), Mechanism.UNREACHABLE);
    }
}
