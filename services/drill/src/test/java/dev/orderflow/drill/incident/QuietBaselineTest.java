package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietBaselineTest {

    private static final Duration LENGTH = Duration.ofMinutes(2);

    @Test
    void halfOfTheArrivalsAreBaselineEnough() {
        assertThat(QuietBaseline.isEnough(240, LENGTH, 4)).isTrue();
        assertThat(QuietBaseline.isEnough(239, LENGTH, 4)).isFalse();
    }

    /** Prometheus answers nothing then, which is not a number. */
    @Test
    void noTrafficOrAPageIsNoBaseline() {
        assertThat(QuietBaseline.isEnough(Double.NaN, LENGTH, 4)).isFalse();
    }
}
