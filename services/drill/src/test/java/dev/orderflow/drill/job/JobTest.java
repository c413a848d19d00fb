package dev.orderflow.drill.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.console.Console;
import dev.orderflow.console.ConsoleCommand;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JobTest {

    @Test
    void thePodGetsWhatWasGivenAndNoDefault() {
        assertThat(given(new ClusterLoadCommand(), "--from=pod", "--rate=6", "--mix", "order=1", "-o", "json"))
                .containsExactlyInAnyOrder("--rate", "6", "--mix", "order=1", "-o", "json")
                .containsSequence("--mix", "order=1");
        assertThat(given(new ReplayDeadLettersCommand(), "--list", "--topic", "orders", "--topic=payments"))
                .containsExactlyInAnyOrder("--list", "--topic", "orders", "--topic", "payments");
        assertThat(given(new ReplayDeadLettersCommand())).isEmpty();
    }

    private static List<String> given(ConsoleCommand command, String... arguments) {
        var line = Console.configure(new CommandLine(command));
        line.parseArgs(arguments);
        return Job.given(line.getParseResult(), Set.of("--from"));
    }
}
