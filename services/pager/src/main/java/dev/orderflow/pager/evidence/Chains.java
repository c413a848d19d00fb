package dev.orderflow.pager.evidence;

import dev.orderflow.pager.Addresses;
import dev.orderflow.pager.evidence.Chain.Bar;
import dev.orderflow.pager.evidence.Chain.Hop;
import dev.orderflow.pager.evidence.Chain.LogLine;
import dev.orderflow.pager.evidence.Chain.Statement;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.Findings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes a {@link Chain} of a walk's findings. */
final class Chains {

    /** Beyond these a trace is no picture any more, and a log no reading. */
    private static final int BARS = 300;

    private static final int LINES = 200;
    private static final int STATEMENTS = 100;

    /** Characters of a statement or a log line. */
    private static final int LONGEST = 10_000;

    private Chains() {}

    static Chain of(Findings findings, Function<String, Trace> traces, Addresses addresses, Instant now) {
        var explanation = findings.explanation();
        var refusal = findings.refusal();
        return new Chain(
                now,
                findings.arrived(),
                findings.traceId(),
                explanation == null ? "" : explanation.sentence(),
                findings.codeLocation(),
                refusal == null
                        ? ""
                        : refusal.message()
                                + (refusal.sqlState().isEmpty() ? "" : " (SQLSTATE " + refusal.sqlState() + ")"),
                findings.hops().stream()
                        .map(hop -> new Hop(
                                hop.name(),
                                hop.query(),
                                addresses.linkOf(hop.address()),
                                hop.answer(),
                                hop.passed(),
                                hop.milliseconds()))
                        .toList(),
                findings.traceId().isEmpty() ? List.of() : bars(findings, traces),
                findings.lines().stream()
                        .limit(LINES)
                        .map(line -> new LogLine(line.time(), line.service(), line.severity(), clipped(line.message())))
                        .toList(),
                findings.statements().stream()
                        .limit(STATEMENTS)
                        .map(statement ->
                                new Statement(statement.service(), clipped(statement.sql()), statement.milliseconds()))
                        .toList(),
                findings.statementsFrom(),
                findings.milliseconds(),
                null);
    }

    /** None where the trace store is away by now: the rest of the evidence is worth keeping. */
    private static List<Bar> bars(Findings findings, Function<String, Trace> traces) {
        try {
            var rootCause = findings.explanation() == null
                    ? ""
                    : findings.explanation().span().id();
            return bars(traces.apply(findings.traceId()), rootCause);
        } catch (StoreException e) {
            return List.of();
        }
    }

    static List<Bar> bars(Trace trace, String rootCause) {
        var bars = new ArrayList<Bar>();
        trace.walk((span, depth) -> {
            if (bars.size() < BARS) {
                bars.add(new Bar(
                        span.service(),
                        clipped(span.name()),
                        depth,
                        micros(Duration.between(trace.spans().getFirst().start(), span.start())),
                        micros(span.duration()),
                        span.failed(),
                        span.id().equals(rootCause)));
            }
        });
        return bars;
    }

    private static String clipped(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    private static long micros(Duration duration) {
        return Math.max(0, duration.toNanos() / 1000);
    }
}
