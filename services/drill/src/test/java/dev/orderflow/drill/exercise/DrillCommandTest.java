package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.console.Console;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class DrillCommandTest {

    @Test
    void withoutOptionsAPersonHasTenMinutesAndTwenty() {
        var options = options();
        assertThat(options.box()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.limit()).isEqualTo(Duration.ofMinutes(20));
        assertThat(options.decoys()).isEqualTo(0.3);
        assertThat(options.responder()).isEqualTo(Responder.Kind.PERSON);
        assertThat(options.name()).isEmpty();
        assertThat(options.incident()).isEmpty();
        // Nobody finds it out by trying.
        assertThat(options.seed())
                .isGreaterThan(1_000_000_000L)
                .isNotEqualTo(options().seed());
    }

    @Test
    void eachOptionIsTaken() {
        assertThat(options(
                        "--box=90s",
                        "--limit=1h",
                        "--seed=7",
                        "--decoys=1",
                        "--responder=scripted",
                        "--name=alice",
                        "--incident=decoy"))
                .isEqualTo(new DrillOptions(
                        Duration.ofSeconds(90),
                        Duration.ofHours(1),
                        7,
                        1,
                        Responder.Kind.SCRIPTED,
                        "alice",
                        "decoy",
                        false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--box=soon         | up to two hours, as 90s, 10m or 1h",
                "--box=0m           | up to two hours, as 90s, 10m or 1h",
                "--limit=3h         | up to two hours",
                "--seed=x           | no whole number",
                "--decoys=1.5       | from 0 to 1",
                "--responder=nobody | PERSON, SCRIPTED, CONSTANT",
                "--boks=10m         | --boks",
                "fast               | fast",
            })
    void aMistakeIsRefused(String argument, String reason) {
        assertThatThrownBy(() -> options(argument))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(reason);
    }

    private static DrillOptions options(String... arguments) {
        var command = new DrillCommand();
        Console.configure(new CommandLine(command)).parseArgs(arguments);
        return command.options();
    }
}
