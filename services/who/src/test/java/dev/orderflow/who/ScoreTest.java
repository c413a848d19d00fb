package dev.orderflow.who;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Holds the page of the documentation to what comes out, by some of its lines: all of them take minutes. */
class ScoreTest {

    private static final Path PAGE = Path.of("../../docs/reference/who-score.md");

    @Test
    @EnabledIfSystemProperty(named = "reference.update", matches = "true")
    void writesThePage() throws Exception {
        Files.writeString(PAGE, Score.page());
    }

    @Test
    @DisabledIfSystemProperty(named = "reference.update", matches = "true")
    void thePageSaysWhatComesOut() throws Exception {
        var thousand = Score.line(1000, 5);
        assertThat(Files.readString(PAGE))
                .as("write it anew: make who-score")
                .contains(Score.line(100, 20), thousand, Score.falseAlarmLine(100, 50));
        var first = Double.parseDouble(thousand.split("\\|")[3].strip());
        assertThat(first)
                .as("right first, of a thousand shoppers with one in twenty hit")
                .isGreaterThanOrEqualTo(0.9);
    }
}
