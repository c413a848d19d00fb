package dev.orderflow.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ConsoleTest {

    private final StringWriter errors = new StringWriter();
    private final Greeting greeting = new Greeting();

    @Command(name = "greet")
    static final class Greeting extends ConsoleCommand {

        @Option(names = "--times", description = "Times.")
        private int times = 1;

        @Option(
                names = {"-o", "--output"},
                description = "Format.")
        private Format output = Format.TEXT;

        @Override
        public Integer call() {
            requireBetween("--times", times, 1, 3);
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--tims 1, --tims",
        "--times, Missing required parameter",
        "--times x, '''x'' is not an int'",
        "--times 4, 4 is not from 1 to 3",
        "-o yaml, yaml",
        "@file, Unmatched argument at index 0"
    })
    void aMistakeIsRefusedWithItsReasonAndTheUsage(String arguments, String reason) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(errors.toString().lines().findFirst().orElse("")).contains(reason);
        assertThat(errors.toString()).contains("Usage: greet ", "--times");
    }

    @Test
    void theLastOfAnOptionGivenTwiceCounts() {
        assertThat(execute("--times", "9", "--times", "2", "-o", "json")).isZero();
        assertThat(greeting.times).isEqualTo(2);
        assertThat(greeting.output).isEqualTo(Format.JSON);
    }

    private int execute(String... arguments) {
        return Console.configure(new CommandLine(greeting).setErr(new PrintWriter(errors, true)))
                .execute(arguments);
    }
}
