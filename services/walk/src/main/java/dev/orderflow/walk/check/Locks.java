package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether sessions of PostgreSQL waited for a lock, by the samples that the Collector takes of them. */
record Locks(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 500;

    /** Characters of a statement that are shown. */
    private static final int SHOWN = 80;

    /** Milliseconds that a statement ran already: shorter waits for a row are usual. */
    private static final double LONG = 500;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        var isOfDatabase = explanation != null && isOfDatabase(explanation);
        // The statements that send messages are not traced.
        return situation.refusal() == null && (isOfDatabase || situation.isAboutFreshness())
                ? Stream.of(new Locks(situation.stores().logs(), situation.began(), situation.now()))
                : Stream.of();
    }

    private LogSearch leftOpen() {
        return new LogSearch("postgresql.state", List.of("idle in transaction"), from, until, LIMIT);
    }

    /** Describes sessions: the statement that each runs, or ran last, with its user and application. */
    private static Set<String> statements(List<LogStore.Line> sessions) {
        return sessions.stream()
                .map(line -> "%s of %s by %s"
                        .formatted(
                                clipped(line.attribute("db.query.text")),
                                line.attribute("user.name"),
                                line.attribute("postgresql.application_name")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String clipped(String statement) {
        return statement.length() > SHOWN ? statement.substring(0, SHOWN - 1) + "…" : statement;
    }

    private static boolean isOfDatabase(Explanation explanation) {
        return !explanation.span().sql().isEmpty() || explanation.mechanism().isConnection();
    }

    @Override
    public String name() {
        return "locks";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("postgresql.wait_event_type", List.of("Lock"), from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var waiting = logs.matching(search()).stream()
                // Loki's regular expression also finds LWLock, which is no lock of a statement.
                .filter(line -> line.attribute("postgresql.wait_event_type").equals("Lock"))
                .filter(line -> line.number("postgresql.total_exec_time") >= LONG)
                // The Collector itself asks for the size of each table, which waits for whoever has locked it.
                .filter(line -> !line.attribute("user.name").equals("monitoring"))
                // Of the pods of a service one sends messages; the others wait for their turn.
                .filter(line -> !line.attribute("db.query.text").contains("pg_advisory"))
                .toList();
        var cause = List.of(new Cause(Component.POSTGRESQL, Mechanism.LOCK_CONTENTION));
        if (waiting.isEmpty()) {
            // Excludes nothing: a sample is taken every 15 seconds only.
            return Answer.leavesOpen("no session waited for a lock when samples were taken");
        }
        var sessions = waiting.stream()
                .map(line -> line.attribute("postgresql.pid"))
                .collect(Collectors.toSet())
                .size();
        var left = logs.matching(leftOpen());
        return Answer.confirms(
                "%d sessions waited, for %s%s"
                        .formatted(
                                sessions,
                                statements(waiting),
                                left.isEmpty() ? "" : "; transactions left open meanwhile: " + statements(left)),
                cause);
    }
}
