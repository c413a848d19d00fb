package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks which containers are held back by a limit of processor time. Asks of all services, as few have a limit. */
record Throttling(PrometheusReader prometheus) implements Check {

    /** The share of periods from which on a container counts as held back, as in the rule CpuThrottled. */
    private static final double SHARE = 0.25;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation == null
                        || explanation.mechanism().isVague()
                        || explanation.mechanism() == FailureMode.DOWNSTREAM_QUEUE
                ? Stream.of(new Throttling(situation.stores().prometheus()))
                : Stream.of();
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
    public URI address() {
        return prometheus.address(query());
    }

    @Override
    public Answer ask() {
        var throttled = new ArrayList<Container>();
        for (var sample : prometheus.query(query())) {
            throttled.add(new Container(
                    sample.path("metric").path("container").asString(""),
                    PrometheusReader.number(sample.path("value").path(1))));
        }
        var causes = throttled.stream()
                .filter(container -> container.share() > SHARE)
                .flatMap(container -> component(container.name()).stream())
                .toList();
        return new Answer(
                throttled.isEmpty()
                        ? "no service has a limit"
                        : throttled.stream()
                                .map(container -> "%s in %.0f %% of its periods"
                                        .formatted(container.name(), container.share() * 100))
                                .collect(Collectors.joining(", ")),
                causes,
                List.of());
    }

    private static List<Cause> component(String container) {
        return Situation.isService(container) ? List.of(Cause.of(container, Mechanism.CPU_THROTTLED.id())) : List.of();
    }

    private record Container(String name, double share) {}
}
