package dev.orderflow.course.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Traces as the agent records them with our solution of lesson 2, and what the rules find once one thing is missing.
 */
class TraceRulesTest {

    private static final Instant BEGUN = Instant.parse("2026-11-29T12:00:00Z");
    private static final String CALLS = "one trace has ";
    private static final String SLOW = "the trace of a slow order";

    @Test
    void wholeTracesAreGreen() {
        assertThat(red(evidence(span -> true, "inventory", 0, line("trace_id", "t-1"))))
                .isEmpty();
    }

    @Test
    void nothingAtAllIsRed() {
        var none = new TraceEvidence(
                List.of(Trace.of("", List.of())), List.of(Trace.of("", List.of())), "order", 0, List.of());
        assertThat(red(none)).hasSize(6);
    }

    @Test
    void aClientThatDropsTheContextBreaksTheTrace() {
        assertThat(red(evidence(span -> !span.service().equals("user"), "inventory", 0, line("trace_id", "t-1"))))
                .singleElement()
                .asString()
                .startsWith(CALLS);
    }

    @Test
    void aServiceThatExportsNothingLeavesOrphans() {
        assertThat(red(evidence(span -> !span.service().equals("order"), "inventory", 0, line("trace_id", "t-1"))))
                .anyMatch(requirement -> requirement.startsWith(CALLS))
                .anyMatch(requirement -> requirement.startsWith("every trace is one tree"));
    }

    @Test
    void theTimeIsThatOfTheServiceThatWorkedAndNotOfThoseThatWaited() {
        assertThat(red(evidence(span -> true, "order", 0, line("trace_id", "t-1"))))
                .singleElement()
                .asString()
                .startsWith(SLOW);
        var withoutTheLast =
                evidence(span -> !span.service().equals("inventory"), "inventory", 0, line("trace_id", "t-1"));
        assertThat(TraceRules.slowest(withoutTheLast.slow().getFirst())).contains("order");
    }

    @Test
    void linesWithoutTheTraceAreRed() {
        assertThat(red(evidence(span -> true, "inventory", 0, line("trace_id", "t-2"))))
                .containsExactly("from a trace one finds its lines: they have its id in the field trace_id");
    }

    @Test
    void aSecondIdIsRed() {
        var gone = "the id that was made by hand is gone: one request has one id";
        assertThat(red(evidence(span -> true, "inventory", 1, line("trace_id", "t-1"))))
                .containsExactly(gone);
        var both = LogLine.of("order", "{\"trace_id\":\"t-1\",\"request_id\":\"r-1\"}");
        assertThat(red(evidence(span -> true, "inventory", 0, both))).containsExactly(gone);
    }

    private static List<String> red(TraceEvidence evidence) {
        return TraceRules.judge(evidence).stream()
                .filter(finding -> !finding.met())
                .peek(finding -> assertThat(finding.look()).isNotEmpty())
                .map(Finding::requirement)
                .toList();
    }

    private static LogLine line(String field, String value) {
        return LogLine.of("order", "{\"%s\":\"%s\"}".formatted(field, value));
    }

    /** One order whose statement waits 900 ms in inventory, without the spans that are left out. */
    private static TraceEvidence evidence(Predicate<Span> kept, String culprit, long withRequestId, LogLine line) {
        var spans = new ArrayList<Span>();
        spans.add(span("g", "", "gateway", 0, 1000));
        spans.add(span("a", "g", "auth", 10, 20));
        spans.add(span("o", "g", "order", 30, 990));
        spans.add(span("u", "o", "user", 35, 45));
        spans.add(span("i", "o", "inventory", 50, 970));
        spans.add(span("s", "i", "inventory", 55, 960));
        spans.removeIf(kept.negate());
        var trace = Trace.of("t-1", spans);
        return new TraceEvidence(List.of(trace), List.of(trace), culprit, withRequestId, List.of(line));
    }

    private static Span span(String id, String parent, String service, long from, long until) {
        return new Span(
                "t-1",
                id,
                parent,
                service,
                id,
                Span.Kind.SERVER,
                BEGUN.plusMillis(from),
                BEGUN.plusMillis(until),
                false,
                Map.of(),
                List.of());
    }
}
