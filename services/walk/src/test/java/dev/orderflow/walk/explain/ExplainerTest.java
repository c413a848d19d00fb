package dev.orderflow.walk.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.RecordedStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests explanations of recorded traces of real faults. */
class ExplainerTest {

    @Test
    void aLockedRowIsTheStatementThatWaitsForIt() {
        var explained = explain("locked-row");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.SLOW_STATEMENT);
        assertThat(explained.span().service()).isEqualTo("inventory");
        assertThat(explained.span().sql()).startsWith("update stock set available");
        assertThat(explained.operation().name()).isEqualTo("POST /internal/reservations");
        assertThat(explained.selfTime()).isGreaterThan(Duration.ofSeconds(1));
    }

    /** Auth's call to its store has only the time that a lock has left of the request's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"java.util.concurrent.CancellationException", "io.lettuce.core.RedisCommandTimeoutException"})
    void aStoreCallThatWasGivenUpIsNotWhatTookTheTime(String exception) {
        var whole = RecordedStores.recorded("locked-row");
        var request = one(whole, span -> span.service().equals("gateway") && span.kind() == Span.Kind.SERVER);
        var begins = request.end().minusMillis(116);
        var givenUp = new Span(
                whole.id(),
                "given-up",
                request.id(),
                "auth",
                "HGET",
                Span.Kind.CLIENT,
                // Before the other failed calls, so that it is the first that the failure's path meets.
                request.start(),
                request.start().plus(Duration.between(begins, request.end())),
                true,
                Map.of("db.system.name", "redis"),
                List.of(new Span.Event("exception", begins, Map.of("exception.type", exception))));
        var trace = Trace.of(
                whole.id(),
                Stream.concat(whole.spans().stream(), Stream.of(givenUp)).toList());
        assertThat(Explainer.explain(trace, request.id())).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(FailureMode.SLOW_STATEMENT);
            assertThat(explained.span().sql()).startsWith("update stock set available");
        });
    }

    @Test
    void aStarvedPodIsTheConnectionThatPostgresRefused() {
        var explained = explain("starved-pod");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.CONNECTION_REFUSED);
        assertThat(explained.span().service()).isEqualTo("inventory");
        assertThat(explained.span().name()).isEqualTo("HikariDataSource.getConnection");
        assertThat(explained.message()).contains("sorry, too many clients already");
    }

    @Test
    void aFullPoolIsTheWaitForItAndNoRefusal() {
        var explained = explain("full-pool");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.CONNECTION_WAIT);
        assertThat(explained.span().service()).isEqualTo("inventory");
    }

    @Test
    void aDroppedIndexIsTheStatementThatMissesIt() {
        var explained = explain("dropped-index");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.SLOW_STATEMENT);
        assertThat(explained.span().sql()).contains("order by placed_at desc");
    }

    @Test
    void aConsumerThatFailsIsTheStatementThatFailedIt() {
        var trace = RecordedStores.recorded("failing-consumer");
        var consumer = one(trace, span -> span.kind() == Span.Kind.CONSUMER && span.failed());
        assertThat(Explainer.explain(trace, consumer.id())).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(FailureMode.FAILED_STATEMENT);
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
        assertThat(explained.mechanism()).isEqualTo(FailureMode.OWN_TIME);
        assertThat(explained.span().service()).isEqualTo("auth");
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.SERVER);
    }

    @Test
    void aServiceThatIsAwayIsTheCallThatNobodyTook() {
        var explained = explain("service-away");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.DOWNSTREAM_REFUSED);
        assertThat(explained.span().service()).isEqualTo("order");
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.CLIENT);
    }

    /** This one the cluster's Jaeger gave. */
    @Test
    void aConnectionThatTimedOutWasNotRefused() {
        var explained = explain("connect-timeout");
        assertThat(explained.mechanism()).isEqualTo(FailureMode.DOWNSTREAM_SILENT);
        assertThat(explained.span().kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(explained.message()).contains("HTTP connect timed out");
    }

    @Test
    void aCalleeThatLeftNoSpanIsSilent() {
        var whole = RecordedStores.recorded("locked-row");
        var withoutInventory = new Trace(
                whole.id(),
                whole.spans().stream()
                        .filter(span -> !span.service().equals("inventory"))
                        .toList());
        assertThat(Explainer.explain(withoutInventory, "")).get().satisfies(explained -> {
            assertThat(explained.mechanism()).isEqualTo(FailureMode.DOWNSTREAM_SILENT);
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
            assertThat(explained.mechanism()).isEqualTo(FailureMode.REPEATED_STATEMENT);
            assertThat(explained.count()).isEqualTo(100);
            assertThat(explained.selfTime()).isEqualTo(Duration.ofMillis(900));
        });
    }

    @Test
    void noSpansNoExplanation() {
        assertThat(Explainer.explain(new Trace("t", List.of()), "")).isEmpty();
        assertThat(Explainer.explain(RecordedStores.recorded("healthy-order"), "not-there"))
                .isEmpty();
    }

    /** An SDK's fault, or a client's: whatever is stored is explained, in finite time and with little stack. */
    @ParameterizedTest
    @CsvSource({
        "a:a", // its own parent
        "a:b b:a",
        "a:b b:c c:a d:a",
        "a:a a:a b:a",
        "a:b",
        "a: a:b b:a",
        "a: b:a b:a c:b c:b d:c d:c"
    })
    @Timeout(60)
    void whateverItsParentsAreATraceIsExplained(String links) {
        for (var failed : new boolean[] {false, true}) {
            var trace = trace(
                    Stream.of(links.split(" ")).map(link -> link.split(":", 2)).toList(), failed);
            assertThat(Explainer.explain(trace, "a")).as("failed: " + failed).isPresent();
            assertThat(Explainer.explain(trace, "")).isPresent();
            assertThat(trace.tree().lines()).hasSize(trace.spans().size() + 1);
        }
    }

    /** A batch client's: one trace, all its calls. In a chain, in a fan, with twins, and all of them orphans. */
    @ParameterizedTest
    @ValueSource(strings = {"chain", "fan", "twins", "orphans"})
    @Timeout(60)
    void aTraceOfTenThousandSpansIsExplained(String shape) throws Exception {
        var links = new ArrayList<String[]>();
        links.add(new String[] {"a", ""});
        for (var number = 0; number < 10_000; number++) {
            var parent = switch (shape) {
                case "chain" -> number == 0 ? "a" : "s" + (number - 1);
                case "fan" -> "a";
                case "twins" -> number < 2 ? "a" : "s" + (number / 2 - 1);
                default -> "lost";
            };
            links.add(new String[] {"s" + (shape.equals("twins") ? number / 2 : number), parent});
        }
        for (var failed : new boolean[] {false, true}) {
            var trace = trace(links, failed);
            var explained = new CompletableFuture<Optional<Explanation>>();
            // As the pager's threads, with -Xss512k.
            new Thread(
                            null,
                            () -> {
                                try {
                                    explained.complete(Explainer.explain(trace, "a"));
                                } catch (Throwable e) {
                                    explained.completeExceptionally(e);
                                }
                            },
                            "explain",
                            512 * 1024)
                    .start();
            assertThat(explained.get()).isPresent();
            assertThat(trace.tree()).contains("s4999");
        }
    }

    private static Trace trace(List<String[]> links, boolean failed) {
        var spans = new ArrayList<Span>();
        for (var link : links) {
            var start = Instant.EPOCH.plusMillis(spans.size());
            spans.add(new Span(
                    "t",
                    link[0],
                    link[1],
                    "service-" + spans.size() % 2,
                    link[0],
                    Span.Kind.SERVER,
                    start,
                    start.plusSeconds(60),
                    failed,
                    Map.of(),
                    List.of()));
        }
        return Trace.of("t", spans);
    }

    private static Explanation explain(String name) {
        return Explainer.explain(RecordedStores.recorded(name), "").orElseThrow();
    }

    private static Span one(Trace trace, Predicate<Span> wanted) {
        return trace.spans().stream()
                .filter(wanted)
                .min(Comparator.comparing(Span::start))
                .orElseThrow();
    }

    private static Span shifted(Span span, String id, long startMillis, long millis) {
        var start = Instant.EPOCH.plusMillis(startMillis);
        return new Span(
                span.traceId(),
                id,
                span.parentId(),
                span.service(),
                span.name(),
                span.kind(),
                start,
                start.plusMillis(millis),
                false,
                span.attributes(),
                List.of());
    }
}
