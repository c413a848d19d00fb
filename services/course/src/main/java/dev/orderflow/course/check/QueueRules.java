package dev.orderflow.course.check;

import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges traces that go on behind a queue: whether one of them says what became of an order after its answer. */
final class QueueRules {

    private final QueueEvidence evidence;
    private final Expectations expected = Expectations.load();

    private QueueRules(QueueEvidence evidence) {
        this.evidence = evidence;
    }

    static List<Finding> judge(QueueEvidence evidence) {
        var rules = new QueueRules(evidence);
        return List.of(
                TraceRules.eachHas(
                        evidence.orders(),
                        rules.expected.edges(),
                        "the way of a context through the outbox: from the request into its row, from the row to the"
                                + " record that the relay sends, from the record's headers to whoever processes it"),
                TraceRules.eachIsOneTree(evidence.orders()),
                rules.theWaitIsInTheTrace(),
                rules.theLinesAfterTheAnswerHaveTheTrace(),
                rules.noPollIsATrace());
    }

    private Finding theWaitIsInTheTrace() {
        var requirement = "an order that waited in the queue for %s says so: its trace goes on once %s is back"
                .formatted(evidence.away(), evidence.away());
        var lost = evidence.waiting().stream()
                .filter(trace -> !firstOf(trace)
                        .map(begun -> !begun.isBefore(evidence.back()))
                        .orElse(false))
                .count();
        var longest = evidence.waiting().stream()
                .flatMap(trace -> firstOf(trace).stream().map(begun -> Duration.between(answered(trace), begun)))
                .max(Comparator.naturalOrder());
        return lost == 0 && longest.isPresent()
                ? Finding.met(
                        requirement,
                        "%d orders; the longest wait %.1f s"
                                .formatted(
                                        evidence.waiting().size(), longest.get().toMillis() / 1e3))
                : Finding.missing(
                        requirement,
                        "%d of %d orders have no span of %s after it came back"
                                .formatted(lost, evidence.waiting().size(), evidence.away()),
                        "where the context is kept while nobody processes the record: only what is stored outlives a"
                                + " process");
    }

    /** When the consumer that was away began to process something of a trace. */
    private Optional<Instant> firstOf(Trace trace) {
        return trace.spans().stream()
                .filter(span -> span.service().equals(evidence.away()) && span.kind() == Span.Kind.CONSUMER)
                .map(Span::start)
                .min(Comparator.naturalOrder());
    }

    private static Instant answered(Trace trace) {
        return trace.spans().stream()
                .filter(span -> span.service().equals("gateway"))
                .map(Span::end)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private Finding theLinesAfterTheAnswerHaveTheTrace() {
        var logging = expected.edges().stream()
                .filter(edge -> !edge.over().equals("http"))
                .map(edge -> edge.to())
                .filter(service -> !service.equals("order"))
                .distinct()
                .sorted()
                .toList();
        var requirement =
                "the lines of %s have the trace_id of the order's request".formatted(String.join(" and ", logging));
        var ids = logging.stream()
                .map(service -> evidence.lines().stream()
                        .filter(line -> line.service().equals(service))
                        .map(line -> line.field(TraceRules.TRACE_ID))
                        .collect(Collectors.toCollection(HashSet::new)))
                .toList();
        var without = evidence.orders().stream()
                .filter(trace -> !ids.stream().allMatch(service -> service.contains(trace.id())))
                .count();
        return without == 0 && !evidence.orders().isEmpty()
                ? Finding.met(requirement, evidence.orders().size() + " orders")
                : Finding.missing(
                        requirement,
                        "%d of %d orders".formatted(without, evidence.orders().size()),
                        "whether a consumer's span is the current one while its listener runs: then the MDC"
                                + " has its ids");
    }

    private Finding noPollIsATrace() {
        var requirement = "what looks for work makes no trace: the relay's polls are nobody's request";
        return evidence.polls() == 0
                ? Finding.met(requirement, "no trace begins with a look into the outbox")
                : Finding.missing(
                        requirement,
                        evidence.polls() + " traces begin with a look into the outbox",
                        "Untraced, in which the relay works: a record's own context is made current for its"
                                + " sending alone");
    }
}
