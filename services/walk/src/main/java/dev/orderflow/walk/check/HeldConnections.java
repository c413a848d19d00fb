package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks, where a service waits for a connection of its pool, whether the connections that are in use come back. As
 * many are in use on average as those that came back were used for, by Little's law, unless some never do: statements,
 * also those that wait for a lock, end within seconds, by their timeout at the latest. What never comes back was
 * leaked.
 */
record HeldConnections(PrometheusReader prometheus, String service) implements MetricCheck {

    /** The part of the connections in use up to which those that came back explain too few of them. */
    private static final double EXPLAINED = 0.25;

    /** Connections in use from which on a few long statements are no explanation. */
    private static final double SEVERAL = 2;

    static Stream<Check> of(Situation situation) {
        return situation
                .starvedPool()
                .<Check>map(service -> new HeldConnections(situation.stores().prometheus(), service))
                .stream();
    }

    @Override
    public String name() {
        return "held";
    }

    @Override
    public String query() {
        return "sum(rate(db_client_connection_use_time_seconds_sum{service_name=\"%s\"}[1m]))".formatted(service);
    }

    @Override
    public Answer ask() {
        var explained = prometheus.value(query());
        var used = prometheus.value(("sum(avg_over_time(db_client_connection_count{service_name=\"%s\", "
                        + "db_client_connection_state=\"used\"}[1m]))")
                .formatted(service));
        if (Double.isNaN(explained) || Double.isNaN(used)) {
            return Answer.leavesOpen("unknown");
        }
        var words = String.format(
                Locale.ROOT,
                "in the last minute %.1f connections of %s were in use, and those that came back explain %.1f",
                used,
                service,
                explained);
        var leaked = List.of(Cause.of(service, Mechanism.CONNECTIONS_LEAKED.id()));
        var exhausted = List.of(Cause.of(service, Mechanism.CONNECTIONS_EXHAUSTED.id()));
        return used >= SEVERAL && explained < used * EXPLAINED
                ? new Answer(words, leaked, exhausted)
                : Answer.excludes(words, leaked);
    }
}
