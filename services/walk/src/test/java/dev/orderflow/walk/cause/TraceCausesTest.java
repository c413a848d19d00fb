package dev.orderflow.walk.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.RecordedStores;
import dev.orderflow.walk.Walk;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the causes of recorded traces of real faults. */
class TraceCausesTest {

    @ParameterizedTest
    @CsvSource({
        "starved-pod, postgresql connections-exhausted",
        "full-pool, inventory connections-exhausted",
        "locked-row, postgresql lock-contention; postgresql slow-statement",
        "dropped-index, postgresql slow-statement",
        "failing-consumer, payment bad-configuration; payment poison-message",
        "login, auth processor-starved; auth overload",
        // On one machine each service has the same address: nothing says whose it is.
        "service-away, ''",
    })
    void whatATraceShows(String recorded, String causes) {
        assertThat(walk(recorded).causes())
                .containsExactlyElementsOf(Arrays.stream(causes.split("; "))
                        .filter(text -> !text.isEmpty())
                        .map(TraceCausesTest::cause)
                        .toList());
    }

    @Test
    void aTraceThatIsNotThereShowsNothing() {
        var stores = new RecordedStores("login");
        assertThat(new Walk(stores(stores), Clock.systemUTC(), hop -> {})
                        .fromTrace("0".repeat(32))
                        .causes())
                .isEmpty();
    }

    private static Findings walk(String name) {
        return new Walk(stores(new RecordedStores(name)), Clock.systemUTC(), hop -> {})
                .fromTrace(RecordedStores.recorded(name).id());
    }

    /** A walk from a trace asks Prometheus nothing. */
    private static Stores stores(RecordedStores recorded) {
        return new Stores(new PrometheusReader(URI.create("http://127.0.0.1:1")), recorded, recorded);
    }

    private static Cause cause(String words) {
        return Cause.of(words.split(" ")[0], words.split(" ")[1]);
    }
}
