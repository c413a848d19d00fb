package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.orderflow.stores.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedPagesTest {

    private static final Instant CHANGED = Instant.parse("2026-11-27T02:00:00Z");

    private final ObservedPages sightings = new ObservedPages(CHANGED);

    @Test
    void aPageOfPodsThatStartIsNotTheIncidents() {
        var early = page("LatencyMedianUp", 60);
        assertThat(sightings.observe(List.of(early), false, CHANGED.plusSeconds(73)))
                .containsExactly(early);
        assertThat(sightings.open()).contains("LatencyMedianUp");
        assertThat(sightings.suffice(pages -> pages.contains("LatencyMedianUp")))
                .isFalse();

        // Still open when the cause comes, and no more of it for that.
        assertThat(sightings.observe(List.of(early), true, CHANGED.plusSeconds(240)))
                .isEmpty();
        assertThat(sightings.open()).isEmpty();
        assertThat(sightings.suffice(pages -> pages.contains("LatencyMedianUp")))
                .isFalse();

        sightings.observe(List.of(early, page("ErrorRateHigh", 260)), true, CHANGED.plusSeconds(300));
        assertThat(sightings.suffice(pages -> pages.contains("ErrorRateHigh"))).isTrue();
        assertThat(sightings.pages()).containsExactly(entry("ErrorRateHigh", Duration.ofSeconds(300)));
    }

    @Test
    void theSameAlertCountsOnceItBeginsAgainOfTheCause() {
        sightings.observe(List.of(page("LatencyMedianUp", 60)), false, CHANGED.plusSeconds(73));
        sightings.observe(List.of(), false, CHANGED.plusSeconds(150));
        assertThat(sightings.open()).isEmpty();

        sightings.observe(List.of(page("LatencyMedianUp", 300)), true, CHANGED.plusSeconds(330));
        // A cause that was measured is not taken back by a scrape that failed.
        sightings.observe(List.of(page("LatencyMedianUp", 300)), false, CHANGED.plusSeconds(332));
        assertThat(sightings.pages()).containsExactly(entry("LatencyMedianUp", Duration.ofSeconds(330)));
        assertThat(sightings.isCaused()).isTrue();
    }

    @Test
    void aPageOfARunWithoutACauseIsNotHidden() {
        sightings.observe(List.of(page("LatencyMedianUp", 60)), false, CHANGED.plusSeconds(73));
        assertThat(sightings.pages()).containsExactly(entry("LatencyMedianUp", Duration.ofSeconds(73)));
    }

    private static Alert page(String name, long activeAfter) {
        return new Alert(
                name,
                "firing",
                Map.of("severity", "page", "service", "gateway"),
                Map.of("summary", name),
                "up == 0",
                CHANGED.plusSeconds(activeAfter),
                1);
    }
}
