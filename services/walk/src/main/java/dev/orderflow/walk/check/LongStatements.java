package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks, where requests wait for a processor or for a connection of a pool, whether statements of a service work at
 * PostgreSQL for seconds, by the samples that the Collector takes of its sessions. What takes the processors slows
 * requests down that need nothing of it, and what holds a pool's connections is of other requests than those that wait,
 * so that their traces do not show it.
 *
 * @param service whose statements count, where requests wait for its pool; empty for all services
 */
record LongStatements(LogStore logs, Instant from, Instant until, String service) implements LogCheck {

    private static final int LIMIT = 500;

    /** Milliseconds that a statement ran already. */
    private static final double LONG = 1000;

    /** How many samples of long statements count: on a busy node a few take long that are not the reason. */
    private static final int SEVERAL = 5;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        var starved = situation.starvedPool();
        return starved.isPresent() || explanation != null && mayWaitForAProcessor(explanation.mechanism())
                ? Stream.of(new LongStatements(
                        situation.stores().logs(), situation.began(), situation.now(), starved.orElse("")))
                : Stream.of();
    }

    private static boolean mayWaitForAProcessor(FailureMode mode) {
        return mode.isVague() || mode == FailureMode.DOWNSTREAM_QUEUE;
    }

    @Override
    public String name() {
        return "statements";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("postgresql.state", List.of("active"), from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var working = logs.matching(search()).stream()
                .filter(line -> line.number("postgresql.total_exec_time") >= LONG)
                .filter(line -> !line.attribute("postgresql.wait_event_type").equals("Lock"))
                .filter(line -> service.isEmpty()
                        ? Situation.isService(line.attribute("user.name"))
                        : line.attribute("user.name").equals(service))
                .collect(Collectors.groupingBy(line -> line.attribute("user.name"), Collectors.counting()));
        var words = working.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%d of %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        var isConfirmed = working.values().stream().anyMatch(samples -> samples >= SEVERAL);
        return Answer.confirms(
                words.isEmpty()
                        ? "no statement worked for a second when samples were taken"
                        : "samples of statements that worked for a second or more: " + words,
                isConfirmed ? List.of(new Cause(Component.POSTGRESQL, Mechanism.SLOW_STATEMENT)) : List.of());
    }
}
