package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.exercise.Score.Response;
import dev.orderflow.walk.cause.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {

    private static final Cause TRUTH = Cause.of("postgresql", "lock-contention");
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @Test
    void whoDoesAllOfItAtOnceHasAll() {
        assertThat(points(TRUTH, TRUTH, true, AT_ONCE, AT_ONCE, true, false)).isEqualTo(100);
    }

    @Test
    void aConstantGuessThatHappensToBeRightHasNoTrace() {
        assertThat(points(TRUTH, TRUTH, false, AT_ONCE, AT_ONCE, true, false)).isEqualTo(40);
        assertThat(points(TRUTH, ConstantResponder.GUESS, false, AT_ONCE, AT_ONCE, false, false))
                .isEqualTo(20);
        assertThat(points(Cause.NO_INCIDENT, ConstantResponder.GUESS, false, AT_ONCE, AT_ONCE, false, false))
                .isZero();
    }

    @Test
    void aTraceOfTheTruthIsWorthNothingBesideAWrongCause() {
        assertThat(points(TRUTH, Cause.of("kafka", "disk-full"), true, AT_ONCE, AT_ONCE, true, false))
                .isZero();
        assertThat(points(TRUTH, Cause.of("inventory", "lock-contention"), true, AT_ONCE, AT_ONCE, true, false))
                .isEqualTo(20);
    }

    @Test
    void aDecoyIsRightOrWrong() {
        assertThat(points(Cause.NO_INCIDENT, Cause.NO_INCIDENT, false, null, Duration.ZERO, false, false))
                .isEqualTo(100);
        // A page that came all the same may be acknowledged, and nothing more.
        assertThat(points(Cause.NO_INCIDENT, Cause.NO_INCIDENT, false, AT_ONCE, AT_ONCE, true, false))
                .isEqualTo(100);
        assertThat(points(Cause.NO_INCIDENT, Cause.NO_INCIDENT, false, null, Duration.ZERO, false, true))
                .isZero();
        assertThat(points(Cause.NO_INCIDENT, null, false, null, null, false, false))
                .isZero();
    }

    @Test
    void noIncidentDuringOneIsWorthNothing() {
        assertThat(points(TRUTH, Cause.NO_INCIDENT, false, AT_ONCE, AT_ONCE, true, false))
                .isZero();
        assertThat(points(TRUTH, null, false, AT_ONCE, null, true, false)).isZero();
    }

    @Test
    void whoMendsNothingLosesThatAndNoMore() {
        assertThat(points(TRUTH, TRUTH, true, AT_ONCE, AT_ONCE, false, false)).isEqualTo(90);
        // To have done something is no fault where something was wrong.
        assertThat(points(TRUTH, TRUTH, true, AT_ONCE, AT_ONCE, true, true)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        // acknowledged, stated [s after the page]: points
        "60,   300,  100",
        "180,  300,  95", // half of the time between one minute and five
        "300,  300,  90",
        "9999, 300,  90",
        "60,   750,  95", // half of the time between five minutes and twenty
        "60,   1200, 90",
        "60,   9999, 90",
    })
    void timeIsWorthLessTheLongerItTook(long acknowledged, long stated, int points) {
        assertThat(points(
                        TRUTH, TRUTH, true, Duration.ofSeconds(acknowledged), Duration.ofSeconds(stated), true, false))
                .isEqualTo(points);
    }

    @Test
    void thePartsAreNamedAndAddUp() {
        var score = Score.of(new Response(TRUTH, TRUTH, true, null, AT_ONCE, false, false, false));
        assertThat(score.parts())
                .containsOnlyKeys(
                        "component", "mechanism", "trace", "acknowledged in time", "stated in time", "recovered");
        assertThat(score.parts().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(score.points())
                .isEqualTo(80);
    }

    @Test
    void whatMakesItWorseCostsPointsAndNeverMoreThanThereAre() {
        var harmed = Score.of(new Response(TRUTH, TRUTH, true, AT_ONCE, AT_ONCE, true, true, true));
        assertThat(harmed.points()).isEqualTo(80);
        assertThat(harmed.parts()).containsEntry("made worse", -20);
        assertThat(Score.of(new Response(TRUTH, null, false, null, null, false, true, true))
                        .points())
                .isZero();
    }

    private static int points(
            Cause truth,
            @Nullable Cause stated,
            boolean shown,
            @Nullable Duration acknowledged,
            @Nullable Duration after,
            boolean recovered,
            boolean acted) {
        return Score.of(new Response(truth, stated, shown, acknowledged, after, recovered, acted, false))
                .points();
    }
}
