package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.walk.explain.Explainer;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests which of several recorded traces stands for a page. */
class VotesTest {

    private final Votes votes = new Votes(1);

    @Test
    void aStrayTraceIsOutvoted() {
        vote("service-away", "locked-row", "locked-row");
        assertThat(elected()).isEqualTo("locked-row");
        assertThat(votes.isDecided()).isFalse();
        vote("locked-row");
        assertThat(votes.isDecided()).isTrue();
        assertThat(votes)
                .hasToString("3 of 4 traces: a statement took its time (postgresql); 1 of 4 traces: nobody listens at "
                        + "the service that was called (127.0.0.1)");
    }

    @Test
    void ofAsManyTheFirstCounts() {
        vote("locked-row", "service-away", "service-away", "locked-row");
        assertThat(elected()).isEqualTo("locked-row");
    }

    /** However many wait for a connection, the one that holds it says more. */
    @Test
    void whatWaitsCountsLessThanWhatIsWaitedFor() {
        vote("full-pool", "full-pool", "full-pool", "full-pool");
        assertThat(votes.isDecided()).isFalse();
        assertThat(elected()).isEqualTo("full-pool");
        vote("locked-row");
        assertThat(elected()).isEqualTo("locked-row");
    }

    /** Only the service's log says that its pool could not grow. */
    @Test
    void aWaitForADatabaseThatRefusesIsACause() {
        add("full-pool", true);
        vote("locked-row");
        assertThat(elected()).isEqualTo("full-pool");
        assertThat(votes).asString().contains("1 of 2 traces: the database refused a connection (inventory)");
    }

    /** While pods with a faulty release replace others, some requests fail at those that end. */
    @Test
    void aMistakeInTheCodeIsACause() {
        vote("service-away");
        mistake(true);
        mistake(true);
        assertThat(votes.elected().orElseThrow().traceId()).isEqualTo("mistake");
    }

    @Test
    void aFailureWhoseReasonIsNotInTheCodeIsASymptom() {
        vote("service-away");
        mistake(false);
        mistake(false);
        assertThat(elected()).isEqualTo("service-away");
    }

    private void mistake(boolean isMistake) {
        fail("order", isMistake);
    }

    private void fail(String service) {
        fail(service, false);
    }

    private void fail(String service, boolean isMistake) {
        var span = new Span(
                "a",
                "b",
                "",
                service,
                "POST /api/orders",
                Span.Kind.SERVER,
                Instant.EPOCH,
                Instant.EPOCH.plusMillis(5),
                true,
                Map.of(),
                List.of());
        votes.add(
                new Exemplar("mistake", "b", 0.005, Instant.EPOCH, Map.of()),
                new Explanation(FailureMode.ERROR, span, span, Duration.ofMillis(5), 1, List.of(), ""),
                true,
                false,
                isMistake);
    }

    /** A lag's exemplars are of all messages: of those that were processed as always, too. */
    @Test
    void whatSucceededInAFractionOfTheLongestTimeIsNoEvidence() {
        vote("dropped-index", "dropped-index", "dropped-index");
        assertThat(votes.isDecided()).isFalse();
        vote("full-pool");
        assertThat(elected()).isEqualTo("full-pool");
    }

    /** While a pod is replaced, a call may find nobody. */
    @Test
    void oneOfManyIsAStrayHoweverMuchItTells() {
        vote("service-away");
        for (var i = 0; i < 10; i++) {
            mistake(false);
        }
        assertThat(votes.elected().orElseThrow().traceId()).isEqualTo("mistake");
    }

    /** Thirty requests may fail in thirty ways. */
    @Test
    void whereEachShowsAnotherOneOfThemIsElectedAllTheSame() {
        for (var i = 0; i < 20; i++) {
            fail("service-" + i);
        }
        assertThat(votes.elected()).isPresent();
    }

    @Test
    void aTraceThatIsNotStoredHasNoVote() {
        votes.abstain("0123", "is not stored");
        assertThat(votes.elected()).isEmpty();
        assertThat(votes).hasToString("0123 is not stored");
    }

    private void vote(String... names) {
        Stream.of(names).forEach(name -> add(name, false));
    }

    private void add(String name, boolean isRefused) {
        var trace = RecordedStores.recorded(name);
        var request = trace.spans().stream().filter(Span::isEntry).findFirst().orElseThrow();
        var seconds = (request.end().toEpochMilli() - request.start().toEpochMilli()) / 1000.0;
        var exemplar = new Exemplar(trace.id(), request.id(), seconds, Instant.EPOCH, Map.of());
        votes.add(exemplar, Explainer.explain(trace, request.id()).orElseThrow(), request.failed(), isRefused, false);
    }

    private String elected() {
        var id = votes.elected().orElseThrow().traceId();
        return Stream.of("locked-row", "service-away", "full-pool")
                .filter(name -> RecordedStores.recorded(name).id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
