package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.testkit.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests when failures began, by their count every 15 seconds. */
class OnsetTest {

    private static final Instant ACTIVE = Instant.parse("2026-11-28T02:00:00Z");
    /** No sample. */
    private static final int NONE = -1;

    private static final String FAILURES =
            "http_server_request_duration_seconds_bucket{http_response_status_code=~\"5..\"}";

    @Test
    void theFailuresOfAPageBeganAfterTheLastQuietHalfMinute() {
        var from = ACTIVE.minus(Duration.ofMinutes(5));
        assertThat(onset(from, ACTIVE, 0, 0, 0, 0, 5, 9, 20)).isEqualTo(from.plusSeconds(3 * 15 - 20));
    }

    /** A pod that is gone takes its count with it. */
    @Test
    void aSumThatFallsIsNoQuiet() {
        var from = ACTIVE.minus(Duration.ofMinutes(5));
        assertThat(onset(from, ACTIVE, 0, 0, 0, 10, 20, 30, 12, 22)).isEqualTo(from.plusSeconds(2 * 15 - 20));
    }

    /** An hour may have two faults: the on-call looks for the second. */
    @Test
    void anOldAlertIsAboutTheLastFailures() {
        var from = ACTIVE.minus(Duration.ofMinutes(5));
        var now = ACTIVE.plus(Duration.ofHours(1));
        assertThat(onset(from, now, 0, 0, 0, 10, 20, 20, 20, 20, 20, 25, 40, 40, 40, 40))
                .isEqualTo(from.plusSeconds(8 * 15 - 20));
    }

    /** Failures of pods that are gone have no series, and the new pods' series begins with their first failure. */
    @Test
    void aTimeWithoutSeriesIsQuiet() {
        var from = ACTIVE.minus(Duration.ofMinutes(5));
        var now = ACTIVE.plus(Duration.ofHours(1));
        assertThat(onset(from, now, 30, 30, 30, 30, NONE, NONE, NONE, NONE, 12, 22))
                .isEqualTo(from.plusSeconds(7 * 15 - 20));
    }

    private static Instant onset(Instant from, Instant now, int... counts) {
        var values = IntStream.range(0, counts.length)
                .filter(i -> counts[i] != NONE)
                .mapToObj(i -> "[%d, \"%d\"]".formatted(from.getEpochSecond() + 15L * i, counts[i]))
                .collect(Collectors.joining(", "));
        var answer = "{\"data\": {\"result\": [{\"metric\": {}, \"values\": [%s]}]}}".formatted(values);
        try (var prometheus = TestServer.start(_ -> TestServer.Answer.json(answer))) {
            var alert = new Alert("Some", "firing", Map.of(), Map.of("exemplar_query", FAILURES), "", ACTIVE, 1);
            var evidence = ExemplarSource.of(alert, Map.of()).orElseThrow();
            return Onset.of(alert, evidence, new PrometheusReader(prometheus.url()), now);
        }
    }
}
