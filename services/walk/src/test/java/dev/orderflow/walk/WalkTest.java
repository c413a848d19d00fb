package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests walks from recorded traces to their SQL. Walks from pages are tested on the running cluster. */
class WalkTest {

    private static final PrometheusReader NOBODY = new PrometheusReader(URI.create("http://127.0.0.1:1"));

    private final ArrayList<Hop> hops = new ArrayList<>();

    @Test
    void aLockedRowEndsAtItsOwnStatement() {
        var findings = walk("locked-row");
        assertThat(findings.arrived()).isTrue();
        assertThat(hops).extracting(Hop::name).containsExactly("trace", "span", "logs", "SQL");
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
    void whereNoTraceSucceededTheLastHopFailsAndSaysWhatItAsked() {
        var findings = walk("starved-pod");
        assertThat(findings.arrived()).isFalse();
        assertThat(hops.getLast()).satisfies(hop -> {
            assertThat(hop.name()).isEqualTo("SQL");
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

    private Findings walk(String name, String... others) {
        var trace = RecordedStores.recorded(name);
        var names = new ArrayList<>(List.of(others));
        names.addFirst(name);
        var stores = new RecordedStores(names.toArray(String[]::new));
        return new Walk(new Stores(NOBODY, stores, stores), Clock.systemUTC(), hops::add).fromTrace(trace.id());
    }
}
