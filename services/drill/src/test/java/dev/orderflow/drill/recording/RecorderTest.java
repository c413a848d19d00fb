package dev.orderflow.drill.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.walk.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final Instant NOW = Instant.parse("2026-11-28T02:00:00Z");

    /** Requires the version before a change, which the Collector logged up to ten minutes earlier. */
    @Test
    void aRecordingBeginsWhereAWalkFromItsPagesReads() {
        var page = alert("page", Duration.ofMinutes(3));
        assertThat(Recorder.from(List.of(page, alert("page", Duration.ofMinutes(1))), NOW))
                .isEqualTo(Walk.readsFrom(page))
                .isBefore(NOW.minus(Duration.ofMinutes(20)));
    }

    @Test
    void whatIsOpenForDaysIsRecordedInPart() {
        assertThat(Recorder.from(
                        List.of(alert("page", Duration.ofDays(2)), alert("warning", Duration.ofMinutes(3))), NOW))
                .isEqualTo(Recorder.from(List.of(), NOW))
                .isAfter(NOW.minus(Duration.ofMinutes(15)));
    }

    private static Alert alert(String severity, Duration activeFor) {
        return new Alert(
                "ErrorRateHigh",
                "firing",
                Map.of("severity", severity),
                Map.of(),
                "vector(1)",
                NOW.minus(activeFor),
                1);
    }
}
