package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No line of Java is longer than 120 columns. The formatter wraps code and comments, but neither a string nor a text
 * block: a long string is split where it reads well, by {@code +}.
 */
class LineLengthTest {

    private static final int COLUMNS = 120;

    @Test
    void linesHave120ColumnsAtMost() {
        assertThat(Tree.files().stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> tooLong(file, Tree.lines(file).toList()).stream()))
                .isEmpty();
    }

    @Test
    void aLongLineIsFound() {
        var line = "    var text = \"%s\";".formatted("word ".repeat(30));
        assertThat(tooLong(Path.of("A.java"), List.of("class A {", line, "}")))
                .singleElement()
                .asString()
                .startsWith("A.java:2 has %d columns".formatted(line.length()));
    }

    @Test
    void aTextBlockKeepsItsLines() {
        var sql = "select " + "column, ".repeat(20);
        assertThat(tooLong(Path.of("A.java"), List.of("var sql = \"\"\"", sql, "        \"\"\";")))
                .isEmpty();
    }

    private static List<String> tooLong(Path file, List<String> lines) {
        var findings = new ArrayList<String>();
        var isText = false;
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            // A line of a text block is a line of its text, and an address cannot be split.
            if (line.length() > COLUMNS && !isText && !line.matches("\\s*(\\*|//).*https?://\\S{60,}")) {
                findings.add("%s:%d has %d columns, %d at most: split its string by + (make format wraps the rest)"
                        .formatted(file, i + 1, line.length(), COLUMNS));
            }
            isText ^= line.split("\"\"\"", -1).length % 2 == 0;
        }
        return findings;
    }
}
