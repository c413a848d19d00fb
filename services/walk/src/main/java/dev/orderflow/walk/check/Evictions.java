package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Checks whether Valkey has removed sessions and cached values for want of memory since shortly before the page. */
record Evictions(PrometheusReader prometheus) implements MetricCheck {

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Evictions(situation.stores().prometheus()));
    }

    @Override
    public String name() {
        return "evictions";
    }

    @Override
    public String query() {
        return "sum(increase(redis_keys_evicted_total[10m]))";
    }

    @Override
    public Answer ask() {
        var evicted = prometheus.value(query());
        var cause = List.of(new Cause(Component.VALKEY, Mechanism.MEMORY_EXHAUSTED));
        if (Double.isNaN(evicted)) {
            return Answer.leavesOpen("unknown");
        }
        var words = String.format(Locale.ROOT, "Valkey removed %.0f keys for want of memory in ten minutes", evicted);
        // Excludes nothing: where all that may go has gone, nothing more is removed.
        return evicted > 0 ? Answer.confirms(words, cause) : Answer.leavesOpen(words);
    }
}
