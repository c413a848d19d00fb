package dev.orderflow.walk;

import dev.orderflow.stores.TraceStore;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.explain.Explanation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements at the end of a walk.
 *
 * @param from where the statements were found, in words
 */
record Statements(List<Statement> all, String from) {

    static final Statements NONE = new Statements(List.of(), "");

    /** Finds the statements: in the trace itself, or in another trace of the same operation that got its connection. */
    static final class Finder {

        /** How much older than the trace another trace may be. */
        private static final Duration BEFORE = Duration.ofHours(1);

        private static final int LOOKED_AT = 20;

        private final TraceStore traces;
        private final Instant until;

        /** @param until when the failures began: since then, the newest traces of an operation all failed */
        Finder(TraceStore traces, Instant until) {
            this.traces = traces;
            this.until = until;
        }

        String question(Explanation explained) {
            if (!explained.mechanism().isConnection()) {
                return "db.query.text of span " + explained.span().id();
            }
            return "what \"%s\" of %s ran after its connection, in a trace where it got one"
                    .formatted(
                            explained.operation().name(), explained.operation().service());
        }

        @Nullable
        URI address(Trace trace, Explanation explained) {
            return explained.mechanism().isConnection() ? traces.address(search(trace, explained.operation())) : null;
        }

        /**
         * Finds the statements.
         *
         * @throws IllegalStateException if the trace waited for a connection, and no other trace shows for which
         *     statement
         */
        Statements find(Trace trace, Explanation explained) {
            var span = explained.span();
            if (!span.sql().isEmpty()) {
                return new Statements(List.of(Statement.of(span)), "the span's own");
            }
            if (!explained.mechanism().isConnection()) {
                return new Statements(
                        List.of(),
                        "none: no statement explains it, but "
                                + explained.mechanism().words());
            }
            var nth = acquisitions(trace, explained.operation()).indexOf(span);
            var search = search(trace, explained.operation());
            var found = traces.search(search);
            for (var other : found) {
                for (var operation : other.spans()) {
                    if (!other.id().equals(trace.id())
                            && isLike(operation, explained.operation())
                            && !operation.failed()) {
                        var ran = afterAcquisition(other, operation, nth);
                        if (!ran.isEmpty()) {
                            return new Statements(
                                    ran,
                                    ("this call never named its statement; the same operation ran %d after its "
                                                    + "connection in trace %s, which succeeded")
                                            .formatted(ran.size(), other.id()));
                        }
                    }
                }
            }
            throw new IllegalStateException(
                    "none of the %d traces found holds this operation with its statements; asked for %s"
                            .formatted(found.size(), search));
        }

        private TraceStore.Search search(Trace trace, Span operation) {
            var from = trace.spans().getFirst().start().minus(BEFORE);
            return new TraceStore.Search(operation.service(), operation.name(), from, until, LOOKED_AT);
        }

        private static boolean isLike(Span span, Span operation) {
            return span.service().equals(operation.service())
                    && span.name().equals(operation.name())
                    && span.kind() == operation.kind();
        }

        /** Returns the statements between an operation's nth connection, counted from 0, and its next. */
        private static List<Statement> afterAcquisition(Trace trace, Span operation, int nth) {
            var acquisitions = acquisitions(trace, operation);
            if (nth < 0 || nth >= acquisitions.size()) {
                return List.of();
            }
            var begun = acquisitions.get(nth).start();
            var next = nth + 1 < acquisitions.size() ? acquisitions.get(nth + 1).start() : Instant.MAX;
            return of(trace, operation, span -> !span.sql().isEmpty()).stream()
                    .filter(span -> span.start().isAfter(begun) && span.start().isBefore(next))
                    .map(Statement::of)
                    .toList();
        }

        private static List<Span> acquisitions(Trace trace, Span operation) {
            return of(trace, operation, span -> span.name().endsWith(".getConnection"));
        }

        /** Returns the spans below an operation that belong to its own service, earliest first. */
        private static List<Span> of(Trace trace, Span operation, Predicate<Span> wanted) {
            Set<String> below = new HashSet<>(Set.of(operation.id()));
            var found = new ArrayList<Span>();
            for (var span : trace.spans()) { // sorted: a parent begins before its child
                if (below.contains(span.parentId()) && span.service().equals(operation.service())) {
                    below.add(span.id());
                    if (wanted.test(span)) {
                        found.add(span);
                    }
                }
            }
            return found;
        }
    }
}
