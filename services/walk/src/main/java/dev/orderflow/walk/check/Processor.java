package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Checks whether the nodes have processor time left. */
record Processor(PrometheusReader prometheus) implements MetricCheck {

    /** PromQL of the share of time in which the nodes' processors are idle. */
    static final String IDLE_SHARE = "avg(rate(node_cpu_seconds_total{mode=\"idle\"}[1m]))";

    /** The idle share below which whatever runs on the nodes waits for a processor. */
    private static final double BUSY = 0.05;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation != null
                        && (explanation.mechanism().isVague()
                                || explanation.mechanism() == FailureMode.DOWNSTREAM_QUEUE)
                ? Stream.of(new Processor(situation.stores().prometheus()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "processor";
    }

    @Override
    public String query() {
        return IDLE_SHARE;
    }

    @Override
    public Answer ask() {
        var idle = prometheus.value(query());
        var cause = List.of(new Cause(Component.NODE, Mechanism.PROCESSOR_STARVED));
        if (Double.isNaN(idle)) {
            return Answer.leavesOpen("unknown");
        }
        var words = String.format(Locale.ROOT, "the nodes are idle for %.0f %% of the time", idle * 100);
        return idle < BUSY ? Answer.confirms(words, cause) : Answer.excludes(words, cause);
    }
}
