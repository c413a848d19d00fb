package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A Python package runs here only where its content is what was pinned, and so does each that it depends on. */
class PythonPinsTest {

    private static final List<Path> LOCKS = Tree.files().stream()
            .filter(file -> file.endsWith("requirements.txt"))
            .toList();

    /** A version, perhaps for some systems only, and the digest of each of its files. */
    private static final Pattern PINNED =
            Pattern.compile("([a-z0-9][a-z0-9._-]*)==[^ ;]+( ; .+?)?( --hash=sha256:[0-9a-f]{64})+");

    @Test
    void thereAreLocks() {
        assertThat(LOCKS)
                .contains(
                        Path.of("ci/fuzz/requirements.txt"),
                        Path.of("ci/tools/shellcheck/requirements.txt"),
                        Path.of("ci/tools/shfmt/requirements.txt"));
    }

    @ParameterizedTest
    @FieldSource("LOCKS")
    void eachPackageHasItsDigestsAndNoAddress(Path lock) {
        assertThat(requirements(lock)).isNotEmpty().allMatch(PINNED.asMatchPredicate());
        assertThat(Tree.lines(lock))
                .noneMatch(line -> line.contains("://") || line.matches(".*--(extra-)?index-url.*|.*--find-links.*"));
    }

    /** The lock is made from the file beside it: what was raised there and not here would not be installed. */
    @ParameterizedTest
    @FieldSource("LOCKS")
    void theLockHasWhatIsAskedFor(Path lock) {
        var asked = requirements(lock.resolveSibling("requirements.in"));
        assertThat(asked).isNotEmpty();
        var locked = requirements(lock).stream()
                .map(requirement -> requirement.split(" ", 2)[0])
                .collect(Collectors.toSet());
        assertThat(locked).containsAll(asked);
    }

    /** In a line or its continuations. */
    @Test
    void nothingIsInstalledWithoutDigests() {
        var sources = Stream.concat(
                Tree.scripts().stream(),
                Tree.files().stream()
                        .filter(file -> file.toString().endsWith(".java")
                                && file.toString().contains("/main/")));
        var installing = sources.filter(file -> Files.exists(Chart.ROOT.resolve(file)))
                .flatMap(file -> joined(file).stream()
                        .filter(line -> line.matches(".*\\bpip[3]?\\b[\"',\\s]+(install|download)\\b.*"))
                        .map(line -> file + ": " + line))
                .toList();
        assertThat(installing)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(line -> assertThat(line).contains("--require-hashes"));
    }

    private static List<String> requirements(Path file) {
        return joined(file).stream()
                .map(line -> line.replaceFirst("(^| )#.*", "").strip().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Its lines, each with those that continue it: after a backslash, or, in a call of Java, after a comma. */
    private static List<String> joined(Path file) {
        return Tree.lines(file)
                .collect(Collectors.joining("\n"))
                .replaceAll("\\\\\n|,\n", " ")
                .lines()
                .toList();
    }
}
