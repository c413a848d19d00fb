package dev.orderflow.walk.cause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.RecordedStores;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import dev.orderflow.walk.explain.Refusal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        "failing-consumer, payment incompatible-version",
        "login, auth processor-starved; auth overload",
        // On one machine each service has the same address: nothing says whose it is.
        "service-away, ''",
    })
    void whatATraceShows(String recorded, String causes) {
        assertThat(walk(recorded).causes()).containsExactlyElementsOf(causes(causes));
    }

    private static List<Cause> causes(String words) {
        return Arrays.stream(words.split("; "))
                .filter(text -> !text.isEmpty())
                .map(TraceCausesTest::cause)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "42703, order incompatible-version",
        "42P01, order incompatible-version",
        "53100, postgresql disk-full",
        "42501, postgresql bad-configuration",
        "25006, postgresql bad-configuration",
        "40P01, postgresql lock-contention",
        "23502, order incompatible-version",
        "57P03, postgresql unreachable",
        "23505, order bad-configuration; order poison-message",
        // The agent's spans of statements have no SQLSTATE.
        "'PSQLException: ERROR: column \"card_token\" does not exist', order incompatible-version",
        "'PSQLException: ERROR: could not extend file: No space left on device', postgresql disk-full",
    })
    void whatAStatementFailedForIsInItsSqlStateOrItsMessage(String state, String causes) {
        assertThat(TraceCauses.of(
                        explained(FailureMode.FAILED_STATEMENT, Map.of("db.response.status_code", state), state), null))
                .containsExactlyElementsOf(causes(causes));
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, FATAL: password authentication failed for user \"order\", order expired-credential",
        "'', 'FATAL: password authentication failed for user \"order\"', order expired-credential",
        "53300, FATAL: sorry; too many clients already, postgresql connections-exhausted",
        "'', Connection to postgresql refused, postgresql unreachable",
        "55000, FATAL: database \"orderflow\" is not currently accepting connections, postgresql bad-configuration",
        "28000, FATAL: no pg_hba.conf entry for host, postgresql bad-configuration",
        "3D000, FATAL: database \"orders\" does not exist, order bad-configuration",
        "22023, FATAL: invalid value for parameter, postgresql bad-configuration",
    })
    void whatAConnectionWasRefusedForIsInItsMessage(String state, String message, String causes) {
        assertThat(TraceCauses.of(
                        explained(FailureMode.CONNECTION_REFUSED, Map.of(), ""), new Refusal(message, state, "a test")))
                .containsExactlyElementsOf(causes(causes));
    }

    /** Spans of statements have it as the type of their error. */
    @Test
    void theSqlStateMayBeTheTypeOfTheError() {
        assertThat(TraceCauses.of(explained(FailureMode.FAILED_STATEMENT, Map.of("error.type", "42P01"), "x"), null))
                .containsExactly(cause("order incompatible-version"));
    }

    @ParameterizedTest
    @CsvSource({
        "OOM command not allowed when used memory > 'maxmemory'., valkey memory-exhausted",
        "NOPERM User order has no permissions, valkey bad-configuration",
        "WRONGPASS invalid username-password pair, order expired-credential",
        "Command timed out after 1 second(s), valkey unreachable; valkey overload",
    })
    void whatAStoreRefusedIsInItsMessage(String message, String causes) {
        assertThat(TraceCauses.of(explained(FailureMode.STORE_CALL, Map.of("db.system.name", "redis"), message), null))
                .containsExactlyElementsOf(causes(causes));
    }

    private static Explanation explained(FailureMode mode, Map<String, String> attributes, String message) {
        var span = new Span(
                "a",
                "b",
                "",
                "order",
                "select order",
                Span.Kind.CLIENT,
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                attributes,
                List.of());
        return new Explanation(mode, span, span, Duration.ZERO, 1, List.of(), message);
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
