package dev.orderflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void unlessSaidItIsEverythingAndItIsSent() {
        assertThat(Options.parse())
                .isEqualTo(new Options(List.of("orders", "payments"), Long.MAX_VALUE, false, false, false));
    }

    @Test
    void whatIsSaidIsTaken() {
        assertThat(Options.parse("--dry-run", "--topic", "payments", "--limit", "3", "-o", "json"))
                .isEqualTo(new Options(List.of("payments"), 3, true, true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "--lst,            there is no option --lst",
        "--topic,          --topic needs a value",
        "--topic orders.dead, '--topic orders.dead: it must be one of [orders, payments]'",
        "--limit 0,        --limit 0: it must be a whole number above 0",
        "--limit few,      --limit few: it must be a whole number above 0",
        "-o xml,           '-o xml: it must be one of [json, text]'"
    })
    void whatIsWrongIsNamed(String arguments, String error) {
        var errors = new ByteArrayOutputStream();
        var code = ReplayCommand.run(
                Map.of("SPRING_KAFKA_BOOTSTRAPSERVERS", "127.0.0.1:1"),
                System.out,
                new PrintStream(errors, true),
                arguments.split(" "));
        assertThat(code).isEqualTo(2);
        assertThat(errors).hasToString(error + "; see --help" + System.lineSeparator());
    }

    @Test
    void withoutABrokerSaidItIsMisused() {
        var errors = new ByteArrayOutputStream();
        assertThat(ReplayCommand.run(Map.of(), System.out, new PrintStream(errors, true)))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("SPRING_KAFKA_BOOTSTRAPSERVERS is not set");
    }

    @Test
    void helpNeedsNoBroker() {
        var out = new ByteArrayOutputStream();
        assertThat(ReplayCommand.run(Map.of(), new PrintStream(out, true), System.err, "--help"))
                .isZero();
        assertThat(out.toString()).contains("usage: replay");
    }
}
