package dev.orderflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayArgumentsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void withoutOptionsAllDeadLettersAreSent() {
        assertThat(options()).isEqualTo(new Options(List.of("orders", "payments"), Long.MAX_VALUE, false, false));
    }

    @Test
    void eachOptionIsTaken() {
        assertThat(options("--dry-run", "--topic", "payments", "--limit", "3", "-o", "json"))
                .isEqualTo(new Options(List.of("payments"), 3, true, true));
    }

    @ParameterizedTest
    @CsvSource({
        "--lst,               Unknown option: '--lst'",
        "--topic,             --topic",
        "--topic orders.dead, '''orders.dead'' is none of [orders, payments]'",
        "--limit 0,           '''0'' is no whole number above 0'",
        "--limit few,         '''few'' is no whole number above 0'",
        "-o xml,              xml",
        "access order=eats,   eats"
    })
    void aMistakeIsRefusedWithItsReasonAndTheUsage(String arguments, String reason) {
        assertThat(run(Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", "127.0.0.1:1"), arguments.split(" ")))
                .isEqualTo(2);
        assertThat(errors.toString().lines().findFirst().orElse("")).contains(reason);
        assertThat(errors.toString()).contains("Usage: replay ");
    }

    @Test
    void anEnvironmentWithoutABrokerIsRefused() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(errors.toString()).contains("SPRING_KAFKA_BOOTSTRAPSERVERS is not set");
    }

    @Test
    void helpNeedsNoBroker() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(out.toString()).contains("Usage: replay ", "--dry-run", "orders, payments", "access");
        assertThat(run(Map.of(), "access", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: replay access ", "consumes=<topic>");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return ReplayCommand.run(environment, new PrintStream(out, true), new PrintStream(errors, true), arguments);
    }

    private static Options options(String... arguments) {
        var given = new ReplayArguments();
        Console.configure(new CommandLine(given)).parseArgs(arguments);
        return given.options();
    }
}
