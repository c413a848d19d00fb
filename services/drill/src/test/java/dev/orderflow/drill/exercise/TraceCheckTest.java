package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.RecordedSystem;
import dev.orderflow.walk.cause.Cause;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the check of traces against recorded stores. */
class TraceCheckTest {

    private static final Cause EXHAUSTED = Cause.of("postgresql", "connections-exhausted");

    @ParameterizedTest
    @CsvSource({
        "starved-pod, postgresql, connections-exhausted, true",
        "starved-pod, inventory, connections-exhausted, false",
        // A pool that is full of what waits for a lock shows neither the lock nor a database without connections.
        "full-pool, postgresql, connections-exhausted, false",
        "full-pool, postgresql, lock-contention, false",
        "locked-row, postgresql, lock-contention, true",
        "locked-row, postgresql, connections-exhausted, false",
        "healthy-order, postgresql, connections-exhausted, false",
        "healthy-order, postgresql, lock-contention, false",
    })
    void aTraceShowsOnlyWhatExplainsIt(String recorded, String component, String mechanism, boolean shown) {
        try (var system = new RecordedSystem(recorded)) {
            var result = check(
                    system,
                    system.traceId(),
                    Cause.of(component, mechanism),
                    system.began(),
                    system.began().plusSeconds(60));
            assertThat(result.shown()).as(result.reason()).isEqualTo(shown);
        }
    }

    @Test
    void itMustBeOfTheIncidentsTime() {
        try (var system = new RecordedSystem("starved-pod")) {
            var began = system.began();
            assertThat(check(system, system.traceId(), EXHAUSTED, began, began).shown())
                    .isTrue();
            assertThat(check(system, system.traceId(), EXHAUSTED, began.plusSeconds(1), began.plusSeconds(60))
                            .reason())
                    .contains("not between");
            assertThat(check(system, system.traceId(), EXHAUSTED, began.minusSeconds(60), began.minusSeconds(1))
                            .reason())
                    .contains("not between");
        }
    }

    @Test
    void itMustBeThere() {
        try (var system = new RecordedSystem("starved-pod")) {
            assertThat(check(system, "", EXHAUSTED, Instant.EPOCH, Instant.MAX))
                    .isEqualTo(new TraceCheck.Conclusion(false, "no trace was named"));
            assertThat(check(system, "0".repeat(32), EXHAUSTED, Instant.EPOCH, Instant.MAX)
                            .reason())
                    .isEqualTo("it is not stored");
        }
    }

    private static TraceCheck.Conclusion check(
            RecordedSystem system, String trace, Cause truth, Instant from, Instant until) {
        return new TraceCheck(RecordedStores.of(system), Clock.systemUTC()).check(trace, truth, from, until);
    }
}
