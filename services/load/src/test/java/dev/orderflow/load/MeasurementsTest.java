package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasurementsTest {

    @Test
    void theLongestJourneyIsMeasuredInFull() {
        // Ten minutes of retries, a request before and one under way when they end, each with its login.
        var longest = Duration.ofSeconds(600 + 4 * 120);
        var measurements = new Measurements();
        measurements.journey(Action.ORDER, longest.toNanos(), "timeout");
        measurements.request("POST /api/orders", longest.toNanos(), Answer.none("timeout"));
        var expected = within(longest.toMillis() / 1000.0);
        assertThat(measurements.journeys().getFirst().max()).isCloseTo(longest.toMillis(), expected);
        assertThat(measurements.endpoints().getFirst().p50()).isCloseTo(longest.toMillis(), expected);
    }
}
