package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void withoutAnyAPersonHasTenMinutesAndTwenty() {
        var options = Options.parse(List.of());
        assertThat(options.box()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.limit()).isEqualTo(Duration.ofMinutes(20));
        assertThat(options.decoys()).isEqualTo(0.3);
        assertThat(options.responder()).isEqualTo(Responder.Kind.PERSON);
        assertThat(options.name()).isEmpty();
        // Nobody finds it out by trying.
        assertThat(options.seed())
                .isGreaterThan(1_000_000_000L)
                .isNotEqualTo(Options.parse(List.of()).seed());
    }

    @Test
    void eachIsTaken() {
        var options = Options.parse(List.of(
                "BOX=90s", "LIMIT=1h", "SEED=7", "DECOYS=1", "RESPONDER=scripted", "NAME=alice", "INCIDENT=decoy"));
        assertThat(options)
                .isEqualTo(new Options(
                        Duration.ofSeconds(90), Duration.ofHours(1), 7, 1, Responder.Kind.SCRIPTED, "alice", "decoy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOX=soon         | BOX=10m",
                "BOX=0m           | BOX=10m",
                "LIMIT=3h         | up to two hours",
                "SEED=x           | SEED=1",
                "DECOYS=1.5       | from 0 to 1",
                "RESPONDER=nobody | person, scripted, constant",
                "BOKS=10m         | make drill BOX=10m",
                "fast             | make drill BOX=10m",
            })
    void whatIsWrongIsSaid(String argument, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of(argument)))
                .withMessageContaining(words);
    }
}
