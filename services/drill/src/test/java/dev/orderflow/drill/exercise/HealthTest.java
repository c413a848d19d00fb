package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final Health health = new Health();

    @Test
    void whatIsAlwaysWellNeverRecovers() {
        sample(0, true);
        sample(5, true);
        assertThat(health.isWell()).isTrue();
        assertThat(health.broken()).isEmpty();
        assertThat(health.recovered()).isEmpty();
    }

    @Test
    void itIsRecoveredFromTheMomentAfterWhichItStaysWell() {
        sample(0, true);
        sample(5, false);
        assertThat(health.recovered()).isEmpty();
        sample(10, true);
        sample(15, false);
        assertThat(health.recovered()).isEmpty();
        sample(20, true);
        sample(25, true);
        assertThat(health.broken()).contains(Instant.ofEpochSecond(5));
        assertThat(health.recovered()).contains(Instant.ofEpochSecond(20));
    }

    private void sample(long second, boolean isWell) {
        health.sample(Instant.ofEpochSecond(second), isWell);
    }
}
