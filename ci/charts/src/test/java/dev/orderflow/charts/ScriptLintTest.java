package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts have no warning of ShellCheck's, and are formatted as shfmt does by .editorconfig. Skipped where a tool
 * cannot be had for this machine.
 */
class ScriptLintTest {

    @TempDir
    private Path folder;

    @Test
    void noScriptHasAWarning() throws Exception {
        var result = check(Tree.scripts().stream().map(Path::toString));
        assertThat(result.output() + result.errors())
                .as("warnings of ShellCheck: mend each, or say above its line why it stands"
                        + " (# shellcheck disable=SC… # why)")
                .isEmpty();
    }

    @Test
    void aWarningIsFound() throws Exception {
        var script = Files.writeString(folder.resolve("wrong"), "#!/usr/bin/env bash\ncd somewhere\nrm -r \"$1\"\n");
        assertThat(check(Stream.of(script.toString())).output()).contains("wrong:2:1: warning", "[SC2164]");
    }

    @Test
    void everyScriptIsFormatted() throws Exception {
        var result = tool("shfmt").run(List.of("-d", "ci", ".ci"));
        assertThat(result.output() + result.errors())
                .as("how shfmt would write the scripts: make format does")
                .isEmpty();
    }

    @Test
    void oneThatIsNotFormattedIsFound() throws Exception {
        Files.copy(Chart.ROOT.resolve(".editorconfig"), folder.resolve(".editorconfig"));
        var script = Files.writeString(folder.resolve("wrong.sh"), "case $1 in\n    a) echo b ;;\nesac\n");
        assertThat(tool("shfmt").run(List.of("-d", script.toString())).output())
                .contains("-    a) echo b ;;", "+  a) echo b ;;");
    }

    private static Tool.Result check(Stream<String> files) throws Exception {
        return tool("shellcheck")
                .run(Stream.concat(Stream.of("--severity=warning", "--format=gcc"), files)
                        .toList());
    }

    /** Returns the program that {@code make test} names in the environment, or else the one on the PATH. */
    private static Tool tool(String name) {
        var path = System.getenv().getOrDefault(name.toUpperCase(Locale.ROOT), name);
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .map(place -> Path.of(place).resolve(path)) // a whole path is itself
                        .anyMatch(file -> !path.isEmpty() && Files.isExecutable(file) && Files.isRegularFile(file)),
                "no " + name + " here, so the scripts were not checked by it; ci/tool " + name + " says why");
        return new Tool(name);
    }
}
