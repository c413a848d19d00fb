package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks whether services could not reach a store, by their exceptions: a connection that fails leaves no span. If the
 * store was ready all the while, something between refuses or drops; but on a busy node a store also answers too late.
 *
 * @param window in which the store must have been ready, in seconds until now
 */
record StoreReachability(Stores stores, Instant from, Instant until, long window) implements LogCheck {

    private static final int LIMIT = 100;

    /** Lines from which on a store counts as away: a single connection may end for many reasons. */
    private static final int SEVERAL = 3;

    /** Words for a name, a password or a limit, which other checks read. */
    private static final Pattern OTHER =
            Pattern.compile("UnknownHost|UnresolvedAddress|WRONGPASS|NOAUTH|FATAL:|max number of clients");

    /** The words of each store's client library if the store cannot be reached. */
    private enum Words {
        VALKEY(
                Component.VALKEY,
                "io.lettuce.core.RedisConnectionException",
                "io.lettuce.core.RedisCommandTimeoutException"),
        POSTGRESQL(
                Component.POSTGRESQL, "PSQLException: Connection to", "PSQLException: The connection attempt failed"),
        KAFKA(Component.KAFKA, "org.apache.kafka.common.errors.TimeoutException");

        private final String store;
        private final List<String> texts;

        Words(Component component, String... texts) {
            this.store = component.id();
            this.texts = List.of(texts);
        }
    }

    private static final Pattern REFUSED = Pattern.compile("Connection refused|Connection to .* refused");

    static Stream<Check> of(Situation situation) {
        return Stream.of(new StoreReachability(
                situation.stores(), situation.began(), situation.now(), Math.max(1, situation.window(Duration.ZERO))));
    }

    @Override
    public String name() {
        return "stores ready";
    }

    @Override
    public LogSearch search() {
        var texts = Arrays.stream(Words.values())
                .flatMap(words -> words.texts.stream())
                .toList();
        return new LogSearch(LoggedRefusals.FIELD, texts, from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var traces = stores.logs().matching(search()).stream()
                .filter(line -> Situation.isService(line.service()))
                .map(line -> line.attribute(LoggedRefusals.FIELD))
                .filter(trace -> !OTHER.matcher(trace).find())
                .toList();
        var confirmed = new ArrayList<Cause>();
        var words = new ArrayList<String>();
        for (var store : Words.values()) {
            var away = traces.stream()
                    .filter(trace -> store.texts.stream().anyMatch(trace::contains))
                    .toList();
            if (away.size() >= SEVERAL) {
                var isRefused =
                        away.stream().anyMatch(trace -> REFUSED.matcher(trace).find());
                var found = judged(store.store, isRefused);
                words.add("%s %d times: %s".formatted(store.store, away.size(), found.words()));
                confirmed.addAll(found.confirmed());
            }
        }
        return Answer.confirms(
                words.isEmpty() ? "no service failed to reach a store" : "not reached: " + String.join("; ", words),
                confirmed);
    }

    private Answer judged(String store, boolean isRefused) {
        var ready = stores.prometheus()
                .value(("min(min_over_time(kube_statefulset_status_replicas_ready{"
                                + "namespace=\"orderflow\", statefulset=\"%s\"}[%ds]))")
                        .formatted(store, window));
        var away = List.of(Cause.of(store, Mechanism.UNREACHABLE.id()));
        if (Double.isNaN(ready)) {
            return Answer.confirms("whether it is ready is unknown", away);
        }
        if (ready == 0) {
            return Answer.confirms("at times it was not ready", away);
        }
        var between = List.of(new Cause(Component.NETWORK, Mechanism.UNREACHABLE));
        if (isRefused) {
            return Answer.confirms("it is ready, and what lies between refuses", between);
        }
        return stores.prometheus().value(Processor.IDLE_SHARE) > Reachability.IDLE
                ? Answer.confirms("it is ready, and no node is busy: what lies between drops", between)
                : Answer.leavesOpen("it is ready, and the nodes are busy");
    }
}
