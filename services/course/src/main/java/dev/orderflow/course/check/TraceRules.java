package dev.orderflow.course.check;

import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.trace.Edge;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges traces: whether one of them has a request's whole way, and says where its time went. */
final class TraceRules {

    static final String TRACE_ID = "trace_id";

    private final TraceEvidence evidence;
    private final List<Edge> calls;

    private TraceRules(TraceEvidence evidence) {
        this.evidence = evidence;
        calls = Expectations.load().edges().stream()
                .filter(edge -> edge.over().equals("http"))
                .toList();
    }

    static List<Finding> judge(TraceEvidence evidence) {
        var rules = new TraceRules(evidence);
        return List.of(
                rules.everyAnswerNamesItsTrace(),
                rules.everyTraceHasSpans(),
                eachHas(
                        evidence.orders(),
                        rules.calls,
                        "the call where the trace breaks: does its client send traceparent, and is it a client that the"
                                + " agent instruments? A trace of the called service alone is its other half"),
                eachIsOneTree(evidence.orders()),
                rules.theSlowHopIsFound(),
                rules.theLinesHaveTheTrace(),
                rules.theIdMadeByHandIsGone());
    }

    private Finding everyAnswerNamesItsTrace() {
        var requirement = "every answer names its trace in the header Trace-Id, each by another id";
        var ids = evidence.orders().stream()
                .map(Trace::id)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
        return ids.size() == evidence.orders().size() && !ids.isEmpty()
                ? Finding.met(requirement, ids.size() + " orders")
                : Finding.missing(
                        requirement,
                        "%d of %d orders"
                                .formatted(ids.size(), evidence.orders().size()),
                        "whether the agent runs: it does where the tree has operator-instrumentation.yaml,"
                                + " as a cluster has"
                                + " an Instrumentation resource; the gateway sets the header by itself");
    }

    private Finding everyTraceHasSpans() {
        var requirement = "every order's trace arrives, and none is left out";
        var empty = evidence.orders().stream()
                .filter(trace -> trace.spans().isEmpty())
                .toList();
        return empty.isEmpty()
                ? Finding.met(requirement, evidence.orders().size() + " orders")
                : Finding.missing(
                        requirement,
                        "of %d orders %d have no span"
                                .formatted(evidence.orders().size(), empty.size()),
                        "the sampler and the exporter in operator-instrumentation.yaml; spans leave a"
                                + " service every 5 s");
    }

    /** Finds whether each trace has every call of a list. */
    static Finding eachHas(List<Trace> traces, List<Edge> calls, String look) {
        var requirement = "one trace has " + calls.stream().map(Edge::toString).collect(Collectors.joining(", "));
        var broken = traces.stream()
                .filter(trace -> !trace.edges().containsAll(calls))
                .toList();
        var example = broken.stream()
                .findFirst()
                .map(trace -> "; for example trace %s lacks %s"
                        .formatted(
                                trace.id().isEmpty() ? "(without an id)" : trace.id(),
                                calls.stream()
                                        .filter(edge -> !trace.edges().contains(edge))
                                        .map(Edge::toString)
                                        .collect(Collectors.joining(", "))))
                .orElse("");
        return broken.isEmpty() && !traces.isEmpty()
                ? Finding.met(requirement, traces.size() + " orders")
                : Finding.missing(
                        requirement, "%d of %d orders%s".formatted(broken.size(), traces.size(), example), look);
    }

    /** Finds whether each trace is one tree. */
    static Finding eachIsOneTree(List<Trace> traces) {
        var requirement = "every trace is one tree: no span whose parent is not there";
        var torn = traces.stream().filter(trace -> trace.orphans() != 1).toList();
        return torn.isEmpty() && !traces.isEmpty()
                ? Finding.met(requirement, traces.size() + " orders")
                : Finding.missing(
                        requirement,
                        "%d of %d orders; for example trace %s of %d spans has %d roots"
                                .formatted(
                                        torn.size(),
                                        traces.size(),
                                        torn.isEmpty() ? "-" : torn.getFirst().id(),
                                        torn.isEmpty()
                                                ? 0
                                                : torn.getFirst().spans().size(),
                                        torn.isEmpty() ? 0 : torn.getFirst().orphans()),
                        "a service that hands a context on and exports no span of its own");
    }

    private Finding theSlowHopIsFound() {
        var requirement = "the trace of a slow order says which hop took the time";
        var wrong = evidence.slow().stream()
                .filter(trace -> !slowest(trace).equals(Optional.of(evidence.culprit())))
                .toList();
        return wrong.isEmpty() && !evidence.slow().isEmpty()
                ? Finding.met(
                        requirement,
                        "%d slow orders, all of them %s"
                                .formatted(evidence.slow().size(), evidence.culprit()))
                : Finding.missing(
                        requirement,
                        "%d of %d slow orders; of one, most of the time seems to be that of %s"
                                .formatted(
                                        wrong.size(),
                                        evidence.slow().size(),
                                        wrong.isEmpty()
                                                ? "nobody"
                                                : slowest(wrong.getFirst()).orElse("nobody: it has no span")),
                        "what is missing between the last span that is there and the service that worked; spans of"
                                + " statements (JDBC) show what it waited for");
    }

    /** Returns the service in whose own spans most of a trace's time went: of each span, the part that no child has. */
    static Optional<String> slowest(Trace trace) {
        var children = trace.spans().stream().collect(Collectors.groupingBy(Span::parentId));
        var own = new HashMap<String, Duration>();
        for (var span : trace.spans()) {
            var rest = span.duration();
            for (var child : children.getOrDefault(span.id(), List.of())) {
                rest = rest.minus(child.duration());
            }
            own.merge(span.service(), rest.isNegative() ? Duration.ZERO : rest, Duration::plus);
        }
        return own.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private Finding theLinesHaveTheTrace() {
        var requirement = "from a trace one finds its lines: they have its id in the field trace_id";
        var ids = evidence.lines().stream()
                .filter(line -> line.service().equals("order"))
                .map(line -> line.field(TRACE_ID))
                .collect(Collectors.toSet());
        var without = evidence.orders().stream()
                .filter(trace -> trace.id().isEmpty() || !ids.contains(trace.id()))
                .count();
        return without == 0 && !evidence.orders().isEmpty()
                ? Finding.met(requirement, evidence.orders().size() + " orders")
                : Finding.missing(
                        requirement,
                        "of %d orders %d have no line of order with their trace's id"
                                .formatted(evidence.orders().size(), without),
                        "the agent's instrumentation of Logback's MDC: JSON lines have what is in the MDC as fields");
    }

    private Finding theIdMadeByHandIsGone() {
        var requirement = "the id that was made by hand is gone: one request has one id";
        var lines = evidence.lines().stream()
                .filter(line -> !line.field(LineRules.REQUEST_ID).isEmpty())
                .toList();
        return lines.isEmpty() && evidence.withRequestId() == 0
                ? Finding.met(requirement, "no line has request_id, no answer Request-Id")
                : Finding.missing(
                        requirement,
                        "%d lines have request_id, %d answers Request-Id"
                                .formatted(lines.size(), evidence.withRequestId()),
                        "what lesson 1 added: a second id has to be handed on, kept and explained beside the first");
    }
}
