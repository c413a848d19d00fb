package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks which containers are held back by a limit of processor time. Asks of all services, as few have a limit. */
record Throttling(PrometheusReader prometheus) implements MetricCheck {

    /** The share of periods from which on a container counts as held back, as in the rule CpuThrottled. */
    private static final double SHARE = 0.25;

    static Stream<Check> of(Situation situation) {
        // Whatever the trace says: while pods with a new limit replace others, requests also fail at those that end.
        return Stream.of(new Throttling(situation.stores().prometheus()));
    }

    @Override
    public String name() {
        return "throttled";
    }

    @Override
    public String query() {
        return """
                sum by (container) (increase(container_cpu_cfs_throttled_periods_total{namespace="orderflow", container!=""}[1m])) \
                / sum by (container) (increase(container_cpu_cfs_periods_total{namespace="orderflow", container!=""}[1m]) > 0)""";
    }

    @Override
    public Answer ask() {
        var shares = prometheus.values(query(), "container");
        var words = shares.entrySet().stream()
                .map(share -> "%s in %.0f %% of its periods".formatted(share.getKey(), share.getValue() * 100))
                .collect(Collectors.joining(", "));
        var throttled = shares.entrySet().stream()
                .filter(share -> share.getValue() > SHARE)
                .map(Map.Entry::getKey);
        return Answer.confirms(
                words.isEmpty() ? "no service has a limit" : words,
                Situation.causes(throttled, Mechanism.CPU_THROTTLED));
    }
}
