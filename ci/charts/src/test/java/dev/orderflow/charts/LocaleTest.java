package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names change their case by Locale.ROOT: on a Turkish machine "inventory" would become "İNVENTORY". */
class LocaleTest {

    private static final Pattern CASE = Pattern.compile("\\.to(?:Upper|Lower)Case\\(\\)|String::to(?:Upper|Lower)Case");

    private static final Path THIS = Path.of("ci/charts/src/test/java/dev/orderflow/charts/LocaleTest.java");

    @Test
    void eachCaseHasItsLocale() {
        var sources = Tree.files().stream()
                .filter(file -> file.toString().endsWith(".java") && !file.equals(THIS))
                .toList();
        assertThat(sources).hasSizeGreaterThan(400);
        assertThat(sources.stream().flatMap(file -> without(file, text(file)).stream()))
                .as("write toUpperCase(Locale.ROOT) or toLowerCase(Locale.ROOT)")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name.toUpperCase() + \"_URL\"", "name()\n        .toLowerCase()", "String::toLowerCase"})
    void aPlantedOneIsFound(String code) {
        assertThat(without(Path.of("A.java"), code)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name.toUpperCase(Locale.ROOT)", "Character.toUpperCase(letter)"})
    void whatHasOneIsNot(String code) {
        assertThat(without(Path.of("A.java"), code)).isEmpty();
    }

    private static List<String> without(Path file, String text) {
        return CASE.matcher(text)
                .results()
                .map(match -> file + ": " + match.group())
                .toList();
    }

    private static String text(Path file) {
        return Tree.lines(file).collect(Collectors.joining("\n"));
    }
}
