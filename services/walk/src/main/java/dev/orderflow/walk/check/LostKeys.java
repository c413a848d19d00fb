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
 * Checks whether most of Valkey's keys went within a minute: sessions and cached values that somebody removed, or that
 * Valkey lost with its process. Keys whose time is over and evicted ones do not count.
 *
 * @param window in which the loss counts, in seconds until now
 */
record LostKeys(PrometheusReader prometheus, long window) implements MetricCheck {

    /**
     * How long before the failures the keys may have gone: an access token outlives its session, and a profile is read
     * from the database.
     */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    /** The share of the keys from which on they are lost. */
    private static final double MOST = 0.5;

    static Stream<Check> of(Situation situation) {
        return Stream.of(new LostKeys(situation.stores().prometheus(), situation.window(BEFORE)));
    }

    @Override
    public String name() {
        return "keys";
    }

    /** Returns PromQL of the largest share of the keys that went within a minute, of 20 keys or more. */
    @Override
    public String query() {
        return """
                max_over_time(((sum(redis_db_keys offset 1m) > 20) - sum(redis_db_keys) \
                - sum(increase(redis_keys_expired_total[1m])) - sum(increase(redis_keys_evicted_total[1m])))[%1$ds:15s]) \
                / max_over_time(sum(redis_db_keys offset 1m)[%1$ds:15s])""".formatted(window);
    }

    @Override
    public Answer ask() {
        var lost = prometheus.value(query());
        if (Double.isNaN(lost)) {
            return Answer.leavesOpen("unknown");
        }
        var cause = List.of(new Cause(Component.VALKEY, Mechanism.DATA_LOST));
        var words = String.format(
                Locale.ROOT,
                "%.0f %% of Valkey's keys went before their time within a minute",
                Math.max(lost, 0) * 100);
        return lost > MOST ? Answer.confirms(words, cause) : Answer.excludes(words, cause);
    }
}
