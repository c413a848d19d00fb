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

/** Traces as they are with our solution of lesson 3, and what the rules find once one thing is missing. */
class QueueRulesTest {

    private static final Instant BEGUN = Instant.parse("2026-11-29T12:00:00Z");
    private static final List<LogLine> LINES = List.of(line("payment", "t-1"), line("notification", "t-1"));

    @Test
    void tracesThatGoOnBehindTheQueueAreGreen() {
        assertThat(red(evidence(span -> true, 5, 0, LINES))).isEmpty();
    }

    @Test
    void nothingAtAllIsRed() {
        var none = List.of(Trace.of("", List.of()));
        assertThat(red(new QueueEvidence(none, none, "payment", BEGUN, 0, List.of())))
                .hasSize(4);
    }

    @Test
    void aTraceThatEndsAtTheQueueIsRed() {
        assertThat(red(evidence(span -> !List.of("payment", "notification").contains(span.service()), 5, 0, LINES)))
                .anyMatch(requirement -> requirement.startsWith("one trace has "))
                .anyMatch(requirement -> requirement.startsWith("an order that waited in the queue for payment"));
    }

    /** A span from before the consumer came back is another order's, or the clock's. */
    @Test
    void aTraceThatDoesNotGoOnAfterTheConsumerIsBackIsRed() {
        assertThat(red(evidence(span -> true, 60, 0, LINES)))
                .singleElement()
                .asString()
                .startsWith("an order that waited in the queue for payment");
    }

    @Test
    void linesOfOneConsumerWithoutTheTraceAreRed() {
        assertThat(red(evidence(span -> true, 5, 0, List.of(line("payment", "t-1"), line("notification", "t-2")))))
                .containsExactly("the lines of notification and payment have the trace_id of the order's request");
    }

    @Test
    void pollsThatAreTracedAreRed() {
        assertThat(red(evidence(span -> true, 5, 3, LINES)))
                .singleElement()
                .asString()
                .startsWith("what looks for work makes no trace");
    }

    private static List<String> red(QueueEvidence evidence) {
        return QueueRules.judge(evidence).stream()
                .filter(finding -> !finding.met())
                .peek(finding -> assertThat(finding.look()).isNotEmpty())
                .map(Finding::requirement)
                .toList();
    }

    private static LogLine line(String service, String trace) {
        return LogLine.of(service, "{\"trace_id\":\"%s\"}".formatted(trace));
    }

    /** One order that payment processes ten seconds after its answer, without the spans that are left out. */
    private static QueueEvidence evidence(Predicate<Span> kept, long backAfter, long polls, List<LogLine> lines) {
        var spans = new ArrayList<Span>();
        spans.add(span("g", "", "gateway", Span.Kind.SERVER, 0, ""));
        spans.add(span("a", "g", "auth", Span.Kind.SERVER, 0, ""));
        spans.add(span("o", "g", "order", Span.Kind.SERVER, 0, ""));
        spans.add(span("u", "o", "user", Span.Kind.SERVER, 0, ""));
        spans.add(span("i", "o", "inventory", Span.Kind.SERVER, 0, ""));
        spans.add(span("p", "o", "payment", Span.Kind.CONSUMER, 10, "orders"));
        spans.add(span("q", "p", "order", Span.Kind.CONSUMER, 11, "payments"));
        spans.add(span("n", "p", "notification", Span.Kind.CONSUMER, 11, "payments"));
        spans.removeIf(kept.negate());
        var traces = List.of(Trace.of("t-1", spans));
        return new QueueEvidence(traces, traces, "payment", BEGUN.plusSeconds(backAfter), polls, lines);
    }

    private static Span span(String id, String parent, String service, Span.Kind kind, long after, String topic) {
        return new Span(
                "t-1",
                id,
                parent,
                service,
                id,
                kind,
                BEGUN.plusSeconds(after),
                BEGUN.plusSeconds(after).plusMillis(20),
                false,
                topic.isEmpty() ? Map.of() : Map.of("messaging.system", "kafka", "messaging.destination.name", topic),
                List.of());
    }
}
