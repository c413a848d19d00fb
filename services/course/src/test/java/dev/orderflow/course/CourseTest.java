package dev.orderflow.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTest {

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lesson             | No lesson is named: there are [0, 1",
                "lesson 12          | There is no lesson 12: there are [0, 1",
                "lesson 1 --hint 7  | HINT=7 is not from 1 to 3; try: make lesson 1 HINT=1",
                "lesson 1 --hnt 7   | Unknown options: '--hnt'",
                "check x            | There is no lesson x",
                "play 0             | Lesson 0 has a question that a person answers: there is nothing to play",
                "play 1 --attempt x | Invalid value for option '--attempt': [x]; there are [start, solution, ",
            })
    void aMistakeIsAnsweredWithItsReasonAndTheUsage(String arguments, String reason) {
        var errors = new StringWriter();
        assertThat(run(errors, arguments)).isEqualTo(2);
        assertThat(errors.toString()).contains(reason).contains("Usage: course ");
    }

    @Test
    void aCheckWithoutATreeNamesTheCommandThatMakesIt() {
        var errors = new StringWriter();
        assertThat(run(errors, "check 1 --folder " + folder)).isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("error: there is no tree of lesson 1; try: make lesson 1\n");
    }

    @Test
    void anAnswerBeforeTheQuestionIsRefused() {
        var errors = new StringWriter();
        assertThat(run(errors, "lesson 0 --folder " + folder)).isZero();
        assertThat(run(errors, "check 0 --answer shop --folder " + folder)).isEqualTo(2);
        assertThat(errors.toString())
                .contains("'--answer': shop is not one of [auth, gateway, inventory, notification, order,"
                        + " payment, user]");
        errors.getBuffer().setLength(0);
        assertThat(run(errors, "check 0 --answer user --folder " + folder)).isEqualTo(1);
        assertThat(errors.toString()).contains("nothing was asked yet; try: make check 0");
    }

    private static int run(StringWriter errors, String arguments) {
        return Course.commandLine(CHECKOUT)
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.strip().split(" +"));
    }
}
