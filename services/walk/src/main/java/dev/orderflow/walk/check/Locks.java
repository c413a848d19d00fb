package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks whether sessions of PostgreSQL waited for a lock, by the samples that the Collector takes of them. */
record Locks(LogStore logs, Instant from, Instant until) implements Check {

    private static final int LIMIT = 500;

    /** Milliseconds that a statement ran already: shorter waits for a row are everyday's. */
    private static final double LONG = 500;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation != null && situation.refusal() == null && isOfDatabase(explanation)
                ? Stream.of(new Locks(situation.stores().logs(), situation.began(), situation.now()))
                : Stream.of();
    }

    private static double milliseconds(LogStore.Line line) {
        try {
            return Double.parseDouble(line.attribute("postgresql.total_exec_time"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static boolean isOfDatabase(Explanation explanation) {
        return !explanation.span().sql().isEmpty() || explanation.mechanism().isConnection();
    }

    @Override
    public String name() {
        return "locks";
    }

    @Override
    public String query() {
        return search().toString();
    }

    private LogSearch search() {
        return new LogSearch("postgresql.wait_event_type", List.of("Lock"), from, until, LIMIT);
    }

    @Override
    public @Nullable URI address() {
        return null;
    }

    @Override
    public Answer ask() {
        var waiting = logs.search(search()).stream()
                .filter(line -> milliseconds(line) >= LONG)
                .toList();
        var cause = List.of(new Cause(Component.POSTGRESQL, Mechanism.LOCK_CONTENTION));
        if (waiting.isEmpty()) {
            // Excludes nothing: a sample is taken every 15 seconds only.
            return Answer.confirms("no session waited for a lock when samples were taken", List.of());
        }
        var sessions = waiting.stream()
                .map(line -> line.attribute("postgresql.pid"))
                .collect(Collectors.toSet())
                .size();
        var statements = waiting.stream()
                .map(line -> "%s of %s".formatted(line.attribute("db.query.text"), line.attribute("user.name")))
                .collect(Collectors.toCollection(TreeSet::new));
        return Answer.confirms("%d sessions waited, for %s".formatted(sessions, statements), cause);
    }
}
