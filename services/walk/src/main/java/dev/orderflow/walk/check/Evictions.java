package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks whether Valkey has removed sessions and cached values for want of memory since shortly before the failures
 * began. Where all that may go has gone, nothing more is removed.
 *
 * @param window in which evictions count, in seconds until now
 */
record Evictions(PrometheusReader prometheus, long window) implements MetricCheck {

    /** How long before the failures the first evictions may have been: two intervals of the metric. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Evictions(situation.stores().prometheus(), situation.window(BEFORE)));
    }

    @Override
    public String name() {
        return "evictions";
    }

    @Override
    public String query() {
        return "sum(increase(redis_keys_evicted_total[%ds]))".formatted(window);
    }

    @Override
    public Answer ask() {
        var evicted = prometheus.value(query());
        var cause = List.of(new Cause(Component.VALKEY, Mechanism.MEMORY_EXHAUSTED));
        if (Double.isNaN(evicted)) {
            return Answer.leavesOpen("unknown");
        }
        var words = String.format(Locale.ROOT, "Valkey removed %.0f keys for want of memory", evicted);
        return evicted > 0 ? Answer.confirms(words, cause) : Answer.leavesOpen(words);
    }
}
