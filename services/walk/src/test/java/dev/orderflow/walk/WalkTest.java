package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.testkit.TestServer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests walks from recorded traces to their SQL, and which of a page's traces is followed. */
class WalkTest {

    private static final PrometheusReader NOBODY = new PrometheusReader(URI.create("http://127.0.0.1:1"));

    private final ArrayList<Hop> hops = new ArrayList<>();

    @Test
    void aLockedRowEndsAtItsOwnStatement() {
        var findings = walk("locked-row");
        assertThat(findings.arrived()).isTrue();
        assertThat(hops).extracting(Hop::name).startsWith("trace", "span", "logs", "SQL", "changes");
        assertThat(findings.statements()).singleElement().satisfies(statement -> {
            assertThat(statement.sql())
                    .startsWith("update stock set available = available - ?")
                    .contains("where sku = ?");
            assertThat(statement.traceId()).isEqualTo(findings.traceId());
        });
        assertThat(findings.lines())
                .extracting(line -> line.message())
                .contains("timeout connecting to downstream service");
    }

    @Test
    void aStarvedCallShowsTheRefusalAndWhatAnotherRan() {
        var findings = walk("starved-pod", "healthy-order");
        assertThat(findings.arrived()).isTrue();
        assertThat(findings.refusal()).isNotNull().satisfies(refusal -> {
            assertThat(refusal.message()).isEqualTo("FATAL: sorry, too many clients already");
            assertThat(refusal.sqlState()).isEqualTo("53300");
        });
        var healthy = RecordedStores.recorded("healthy-order");
        assertThat(findings.statementsFrom())
                .contains("never named its statement")
                .contains(healthy.id());
        assertThat(findings.statements())
                .hasSize(4)
                .allSatisfy(statement -> assertThat(statement.service()).isEqualTo("inventory"));
        assertThat(findings.statements().getFirst().sql()).startsWith("insert into reservation");
        assertThat(findings.codeLocation()).startsWith("dev.orderflow.inventory.");
    }

    @Test
    void whereNoTraceSucceededTheLastHopFailsAndTheCauseIsNamedAllTheSame() {
        var findings = walk("starved-pod");
        assertThat(findings.arrived()).isTrue();
        assertThat(findings.causes().getFirst()).hasToString("postgresql, connections-exhausted");
        assertThat(hops)
                .filteredOn(hop -> hop.name().equals("SQL"))
                .singleElement()
                .satisfies(hop -> {
                    assertThat(hop.passed()).isFalse();
                    assertThat(hop.answer()).contains("service=inventory");
                });
    }

    @Test
    void aTraceThatIsNotStoredEndsTheWalkAtOnce() {
        var stores = new RecordedStores("login");
        var findings =
                new Walk(new Stores(NOBODY, stores, stores), Clock.systemUTC(), hops::add).fromTrace("0".repeat(32));
        assertThat(findings.arrived()).isFalse();
        assertThat(hops)
                .singleElement()
                .satisfies(hop -> assertThat(hop.answer()).endsWith("is not stored"));
    }

    @Test
    void whatIsNoStatementsFaultSaysSo() {
        var findings = walk("login");
        assertThat(findings.arrived()).isTrue();
        assertThat(findings.statements()).isEmpty();
        assertThat(findings.statementsFrom()).startsWith("none: no statement explains it");
    }

    /** The worst exemplar is of a request that failed for another reason. */
    @Test
    void aPageIsWalkedFromATraceThatShowsWhatMostShow() {
        var findings = fromPage("service-away 0.2 0", "dropped-index 0.1 0", "locked-row 0.15 0", "locked-row 0.16 0");
        assertThat(findings.arrived()).isTrue();
        assertThat(findings.traceId())
                .isEqualTo(RecordedStores.recorded("locked-row").id());
        // A trace votes once, however many exemplars it has.
        assertThat(hops.get(3).answer())
                .contains("2 of 3 traces: a statement took its time (postgresql)")
                .contains("1 of 3 traces: nobody listens at the service that was called");
    }

    @Test
    void whatFailedBeforeThePagesWindowIsNoEvidence() {
        var findings = fromPage("service-away 30 -61", "locked-row 3 -59");
        assertThat(findings.traceId())
                .isEqualTo(RecordedStores.recorded("locked-row").id());
        hops.clear();
        assertThat(fromPage("service-away 30 -61").explanation()).isNull();
        assertThat(hops)
                .filteredOn(hop -> hop.name().equals("exemplar"))
                .singleElement()
                .satisfies(hop -> assertThat(hop.answer()).isEqualTo("no exemplar since it began"));
    }

    /**
     * Walks from a page that looks back over one minute.
     *
     * @param exemplars name of the recorded trace, seconds that were measured, and seconds after the alert became
     *     active
     */
    private Findings fromPage(String... exemplars) {
        var active = Instant.parse("2026-11-28T02:00:00Z");
        var stores = new RecordedStores(
                Stream.of(exemplars).map(text -> text.split(" ")[0]).distinct().toArray(String[]::new));
        var data = Stream.of(exemplars)
                .map(text -> text.split(" "))
                .filter(text -> Long.parseLong(text[2]) >= -60) // as Prometheus does: the window is in the request
                .map(text -> exemplar(text[0], text[1], active.plusSeconds(Long.parseLong(text[2]))))
                .collect(Collectors.joining(",", "{\"data\": [{\"seriesLabels\": {}, \"exemplars\": [", "]}]}"));
        try (var prometheus = TestServer.start(request -> TestServer.Answer.json(
                switch (request.path()) {
                    case "/api/v1/rules" -> "{\"data\": {\"groups\": []}}";
                    case "/api/v1/query" -> "{\"data\": {\"result\": [{\"metric\": {}, \"value\": [0, \"4\"]}]}}";
                    default -> data;
                }))) {
            var page = new Alert(
                    "ErrorRateHigh",
                    "firing",
                    Map.of("severity", "page", "window", "1m"),
                    Map.of("exemplar_query", "http_server_request_duration_seconds_bucket"),
                    "",
                    active,
                    1);
            var clock = Clock.fixed(active.plusSeconds(60), ZoneOffset.UTC);
            return new Walk(new Stores(new PrometheusReader(prometheus.url()), stores, stores), clock, hops::add)
                    .fromPage(page);
        }
    }

    private static String exemplar(String name, String seconds, Instant time) {
        var trace = RecordedStores.recorded(name);
        var request = trace.spans().stream().filter(Span::isEntry).findFirst().orElseThrow();
        return "{\"labels\": {\"trace_id\": \"%s\", \"span_id\": \"%s\"}, \"value\": \"%s\", \"timestamp\": %d}"
                .formatted(trace.id(), request.id(), seconds, time.getEpochSecond());
    }

    private Findings walk(String name, String... others) {
        var trace = RecordedStores.recorded(name);
        var names = new ArrayList<>(List.of(others));
        names.addFirst(name);
        var stores = new RecordedStores(names.toArray(String[]::new));
        return new Walk(new Stores(NOBODY, stores, stores), Clock.systemUTC(), hops::add).fromTrace(trace.id());
    }
}
