package dev.orderflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The limit; what a broker answers is in ReplayCommandTest. */
class OffsetRetentionTest {

    @Test
    void aYearIsLongEnoughAndAMinuteLessIsNot() {
        assertThat(OffsetRetention.warning(OptionalLong.of(525_600))).isEmpty();
        assertThat(OffsetRetention.warning(OptionalLong.of(525_599)))
                .get()
                .asString()
                .contains("offsets.retention.minutes is 525599");
    }

    @Test
    void whatIsNotKnownIsNoReasonToWarn() {
        assertThat(OffsetRetention.warning(OptionalLong.empty())).isEmpty();
        var away = KafkaSettings.of(Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", "no address"));
        assertThat(new OffsetRetention(away).warning()).isEmpty();
    }
}
