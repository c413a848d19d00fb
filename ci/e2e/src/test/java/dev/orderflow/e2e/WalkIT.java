package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.e2e.scenes.Scenes;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.explain.FailureMode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests walks from the traces of real faults on the running system. */
class WalkIT {

    /** The hops that read the trace: trace, span, logs, SQL. */
    private static final int OF_TRACE = 4;

    private static Scenes scenes;
    private static Stores stores;

    @BeforeAll
    static void start() throws Exception {
        var system = SharedSystem.get();
        scenes = new Scenes(system);
        var received = new ReceivedStores(system.receiver());
        stores = new Stores(new PrometheusReader(URI.create("http://127.0.0.1:1")), received, received);
    }

    @Test
    void aLockEndsAtTheStatementThatWaitsForIt() throws Exception {
        var findings = walk(scenes.lockedRow());
        assertThat(findings.explanation().mechanism()).isEqualTo(FailureMode.SLOW_STATEMENT);
        assertThat(findings.statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.sql()).startsWith("update stock set available"));
    }

    @Test
    void aStarvedPodEndsAtPostgresRefusalAndTheStatementsOfACallThatGotThrough() throws Exception {
        scenes.healthyOrder();
        var findings = walk(scenes.starvedPod());
        assertThat(findings.explanation().mechanism()).isEqualTo(FailureMode.CONNECTION_REFUSED);
        assertThat(findings.refusal().message()).isEqualTo("FATAL: sorry, too many clients already");
        assertThat(findings.refusal().sqlState()).isEqualTo("53300");
        assertThat(findings.statements())
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement.service()).isEqualTo("inventory"));
    }

    /** Lines arrive later than spans. */
    private static Findings walk(Trace trace) {
        await("a whole walk")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofSeconds(1))
                // What comes after asks Prometheus, of which there is none here.
                .untilAsserted(() -> assertThat(walk(trace.id()).hops().stream().limit(OF_TRACE))
                        .hasSize(OF_TRACE)
                        .allSatisfy(
                                hop -> assertThat(hop.passed()).as(hop.answer()).isTrue()));
        return walk(trace.id());
    }

    private static Findings walk(String trace) {
        return new Walk(stores, Clock.systemUTC(), hop -> {}).fromTrace(trace);
    }
}
