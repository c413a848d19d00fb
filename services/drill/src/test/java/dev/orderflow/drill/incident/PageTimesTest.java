package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PageTimesTest {

    private static final Instant CHANGED = Instant.parse("2026-11-27T02:00:00Z");

    @Test
    void aPagesTimeIsFromTheFirstRequestThatFailedOfTheCause() {
        // The first two are of an earlier trouble, and of pods that start.
        var times = of(CHANGED.plusSeconds(100), 200, 300, -5, 60, 130, 140);
        assertThat(times.seconds()).containsExactly(entry("ErrorRateHigh", 70L), entry("LatencyMedianUp", 170L));
    }

    @Test
    void whereNoRequestFailedItIsFromTheChange() {
        assertThat(of(CHANGED, 40, 50).seconds()).containsEntry("ErrorRateHigh", 40L);
    }

    @Test
    void aPageBeforeTheFirstFailureIsFromTheChange() {
        var times = of(CHANGED, 40, 300, 200);
        assertThat(times.seconds()).containsExactly(entry("ErrorRateHigh", 40L), entry("LatencyMedianUp", 100L));
    }

    private static PageTimes of(Instant caused, long errorRate, long latency, long... failures) {
        var report = new JsonMapper().createObjectNode();
        var seconds = report.putObject("failuresBySecond");
        for (var failure : failures) {
            seconds.put(Long.toString(CHANGED.plusSeconds(failure).getEpochSecond()), 1);
        }
        var pages =
                Map.of("ErrorRateHigh", Duration.ofSeconds(errorRate), "LatencyMedianUp", Duration.ofSeconds(latency));
        return PageTimes.of(new IncidentRun.Outcome(CHANGED, caused, Duration.ZERO, pages, 0, 0), report);
    }
}
