package dev.orderflow.walk.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.walk.RecordedStores;
import dev.orderflow.walk.trace.Span;
import dev.orderflow.walk.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** On what the system left when it met real faults. */
class ExplainerTest {

    @Test
    void aLockedRowIsTheStatementThatWaitsForIt() {
        var explained = explain("locked-row");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.SLOW_STATEMENT);
        assertThat(explained.span().service()).isEqualTo("inventory");
        assertThat(explained.span().sql()).startsWith("update stock set available");
        assertThat(explained.operation().name()).isEqualTo("POST /internal/reservations");
        assertThat(explained.selfTime()).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aStarvedPodIsTheConnectionThatPostgresRefused() {
        var explained = explain("starved-pod");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.CONNECTION_REFUSED);
        assertThat(explained.span().service()).isEqualTo("inventory");
        assertThat(explained.span().name()).isEqualTo("HikariDataSource.getConnection");
        assertThat(explained.message()).contains("sorry, too many clients already");
    }

    @Test
    void aFullPoolIsTheWaitForItAndNoRefusal() {
        var explained = explain("full-pool");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.CONNECTION_WAIT);
        assertThat(explained.span().service()).isEqualTo("inventory");
    }

    @Test
    void aDroppedIndexIsTheStatementThatMissesIt() {
        var explained = explain("dropped-index");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.SLOW_STATEMENT);
        assertThat(explained.span().sql()).contains("order by placed_at desc");
    }

    @Test
    void aConsumerThatFailsIsTheStatementThatFailedIt() {
        var trace = RecordedStores.recorded("failing-consumer");
        var consumer = one(trace, span -> span.kind() == Span.Kind.CONSUMER && span.failed());
        assertThat(Explainer.explain(trace, consumer.id())).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(Mechanism.FAILED_STATEMENT);
            assertThat(explained.span().service()).isEqualTo("payment");
            assertThat(explained.message()).contains("relation \"payment\" does not exist");
            assertThat(explained.operation().name()).isEqualTo("orders process");
        });
    }

    @Test
    void whereNothingIsSaidOfWhatWasMeasuredTheFailureIsFoundBehindTheQueue() {
        assertThat(explain("failing-consumer").span().service()).isEqualTo("payment");
    }

    @Test
    void whoseShopperMeasuredIsNotExplainedByWhatAConsumerDidLater() {
        var trace = RecordedStores.recorded("failing-consumer");
        var request = one(trace, span -> span.service().equals("gateway") && span.kind() == Span.Kind.SERVER);
        assertThat(Explainer.explain(trace, request.id()))
                .get()
                .satisfies(explained -> assertThat(explained.span().service()).isNotEqualTo("payment"));
    }

    @Test
    void hashingAPasswordIsTheServicesOwnWork() {
        var explained = explain("login");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.OWN_TIME);
        assertThat(explained.span().service()).isEqualTo("auth");
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.SERVER);
    }

    @Test
    void aServiceThatIsAwayIsTheCallThatNobodyTook() {
        var explained = explain("service-away");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.DOWNSTREAM_REFUSED);
        assertThat(explained.span().service()).isEqualTo("order");
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.CLIENT);
    }

    /** This one the cluster's Jaeger gave. */
    @Test
    void aConnectionThatTimedOutWasNotRefused() {
        var explained = explain("connect-timeout");
        assertThat(explained.mechanism()).isEqualTo(Mechanism.DOWNSTREAM_SILENT);
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(explained.message()).contains("HTTP connect timed out");
    }

    @Test
    void aCalleeThatLeftNoSpanIsSilent() {
        var whole = RecordedStores.recorded("locked-row");
        var withoutInventory = new Trace(
                whole.id(), whole.spans().stream().filter(span -> !span.service().equals("inventory")).toList());
        assertThat(Explainer.explain(withoutInventory, "")).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(Mechanism.DOWNSTREAM_SILENT);
            assertThat(explained.span().service()).isEqualTo("order");
        });
    }

    @Test
    void ofManyRunsOfOneStatementTheirSumCounts() {
        var whole = RecordedStores.recorded("healthy-order");
        var statement = whole.spans().stream()
                .filter(span -> span.service().equals("inventory") && span.sql().startsWith("update stock"))
                .findFirst()
                .orElseThrow();
        var operation = one(whole, span -> span.id().equals(statement.parentId()));
        var spans = new ArrayList<Span>(List.of(shifted(operation, operation.id(), 0, 1000)));
        for (var i = 0; i < 100; i++) {
            spans.add(shifted(statement, "s" + i, i * 10, 9));
        }
        assertThat(Explainer.explain(Trace.of("t", spans), "")).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(Mechanism.REPEATED_STATEMENT);
            assertThat(explained.count()).isEqualTo(100);
            assertThat(explained.selfTime()).isEqualTo(Duration.ofMillis(900));
        });
    }

    @Test
    void noSpansNoExplanation() {
        assertThat(Explainer.explain(new Trace("t", List.of()), "")).isEmpty();
        assertThat(Explainer.explain(RecordedStores.recorded("healthy-order"), "not-there")).isEmpty();
    }

    private static Explanation explain(String name) {
        return Explainer.explain(RecordedStores.recorded(name), "").orElseThrow();
    }

    private static Span one(Trace trace, Predicate<Span> wanted) {
        return trace.spans().stream().filter(wanted).min(Comparator.comparing(Span::start)).orElseThrow();
    }

    private static Span shifted(Span span, String id, long startMillis, long millis) {
        var start = Instant.EPOCH.plusMillis(startMillis);
        return new Span(
                span.traceId(), id, span.parentId(), span.service(), span.name(), span.kind(), start, start.plusMillis(millis), false,
                span.attributes(), List.of());
    }
}
