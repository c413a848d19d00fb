package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.walk.cause.Cause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final List<Incident> INCIDENTS = IncidentFile.all(Path.of("../../k8s/incidents"));
    private static final List<String> SERVICES = List.of("gateway", "order", "user");
    private static final int MANY = 3000;

    @Test
    void theSameSeedSelectsTheSame() {
        assertThat(select(42, 0.3, "")).isEqualTo(select(42, 0.3, ""));
        assertThat(LongStream.range(0, 20)
                        .mapToObj(seed -> select(seed, 0.3, ""))
                        .distinct()
                        .count())
                .isGreaterThan(15);
    }

    @Test
    void theShareOfDecoysIsTheOneAskedFor() {
        assertThat(LongStream.range(0, MANY)
                                .filter(seed -> select(seed, 0.3, "").incident() == null)
                                .count()
                        / (double) MANY)
                .isBetween(0.27, 0.33);
        assertThat(LongStream.range(0, 100).mapToObj(seed -> select(seed, 0, "")))
                .noneMatch(selection -> selection.incident() == null);
        assertThat(LongStream.range(0, 100).mapToObj(seed -> select(seed, 1, "")))
                .allMatch(selection -> selection.truth().equals(Cause.NO_INCIDENT));
    }

    @Test
    void eachMomentOfTheBoxIsAsLikely() {
        var tenths = new int[10];
        LongStream.range(0, MANY)
                .forEach(seed -> tenths[(int) select(seed, 0.3, "").after().toMinutes()]++);
        assertThat(IntStream.of(tenths)).allMatch(count -> count > MANY / 10 * 0.8 && count < MANY / 10 * 1.2);
    }

    @Test
    void incidentsAndDecoysAreSelectedWithEqualProbability() {
        var share = (double) MANY / INCIDENTS.size();
        var deviation = Math.sqrt(share * (1 - 1.0 / INCIDENTS.size()));
        for (var incident : INCIDENTS) {
            assertThat(LongStream.range(0, MANY)
                            .filter(seed -> incident.equals(select(seed, 0, "").incident()))
                            .count())
                    .isBetween((long) (share - 4 * deviation), (long) (share + 4 * deviation));
        }
        assertThat(LongStream.range(0, MANY)
                        .mapToObj(seed -> Objects.requireNonNull(
                                        select(seed, 1, "").decoy())
                                .getClass()
                                .getSimpleName())
                        .distinct())
                .containsExactlyInAnyOrder("Nothing", "Restart", "MorePods", "Control");
    }

    @Test
    void theMomentDoesNotDependOnTheSelection() {
        var meanOfDecoys = mean(true);
        assertThat(mean(false)).isCloseTo(meanOfDecoys, Percentage.withPercentage(10));
    }

    private static double mean(boolean ofDecoys) {
        return LongStream.range(0, MANY)
                .mapToObj(seed -> select(seed, 0.5, ""))
                .filter(selection -> (selection.incident() == null) == ofDecoys)
                .mapToLong(selection -> selection.after().toMillis())
                .average()
                .orElseThrow();
    }

    @Test
    void oneThatIsNamedIsTaken() {
        assertThat(select(1, 1, "scale-47").truth()).isEqualTo(Cause.of("postgresql", "connections-exhausted"));
        assertThat(select(1, 0, DrillOptions.DECOY).truth()).isEqualTo(Cause.NO_INCIDENT);
        assertThat(select(1, 0, "scale-47").after()).isEqualTo(select(1, 0, "").after());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> select(1, 0, "scale-48"))
                .withMessageContaining("scale-47, ")
                .withMessageContaining("decoy");
    }

    @Test
    void theDecoysPodsAreFarFromTooMany() {
        assertThat(Selection.fitting(INCIDENTS).pods().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(13);
    }

    /** Their words are the lists', but for those that say that nothing is wrong. */
    @Test
    void everyIncidentsTruthIsInTheLists() {
        assertThat(INCIDENTS)
                .allSatisfy(incident -> assertThat(Cause.of(
                                incident.truth().component(), incident.truth().mechanism()))
                        .isNotEqualTo(Cause.NO_INCIDENT));
        assertThat(INCIDENTS.stream()
                        .map(incident -> incident.truth().mechanism())
                        .distinct())
                .as("one guess is not always right")
                .hasSizeGreaterThan(1);
    }

    private static Selection select(long seed, double decoys, String incident) {
        var options = new DrillOptions(
                Duration.ofMinutes(10),
                Duration.ofMinutes(20),
                seed,
                decoys,
                Responder.Kind.PERSON,
                "",
                incident,
                false);
        return Selection.of(options, INCIDENTS, SERVICES);
    }
}
