package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflows of .github, which no machine but GitHub's can run: what can be known of them without it. */
class WorkflowsTest {

    private static final Path FOLDER = Chart.ROOT.resolve(".github");

    @TempDir
    private Path folder;

    @Test
    void theyLint() throws Exception {
        var result = lint(files("workflows"));
        assertThat(result.succeeded()).as(result.output() + result.errors()).isTrue();
    }

    @Test
    void aMistakeIsFound() throws Exception {
        var text = Files.readString(FOLDER.resolve("workflows/ci.yaml"));
        var wrong = Files.writeString(
                folder.resolve("ci.yaml"), text.replace("runs-on: ubuntu-24.04", "run-on: ubuntu-24.04"));
        assertThat(lint(List.of(wrong)).output()).contains("run-on");
    }

    /** A tag can be moved to another commit; the comment says which release the commit is. */
    @Test
    void everyActionIsPinnedByItsCommit() throws Exception {
        var uses = Stream.concat(files("workflows").stream(), files("actions").stream())
                .flatMap(file -> Alerts.read(file).lines())
                .filter(line -> line.matches("\\s*(- )?uses: .*"))
                .filter(line -> !line.contains("uses: ./"))
                .toList();
        assertThat(uses)
                .hasSizeGreaterThan(4)
                .allMatch(line -> line.matches(".*uses: [a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+"));
    }

    @Test
    void theyCallTargetsThatExist() throws Exception {
        var targets = new TreeSet<String>();
        try (var makefiles = Files.list(Chart.ROOT.resolve("ci/make"))) {
            makefiles
                    .flatMap(file -> Alerts.read(file).lines())
                    .filter(line -> line.matches("[a-z-]+:.*"))
                    .forEach(line -> targets.add(line.replaceFirst(":.*", "")));
        }
        var called = files("workflows").stream()
                .flatMap(file -> map(Alerts.yaml(file).get("jobs")).values().stream())
                .flatMap(job -> each(map(job), "steps"))
                .flatMap(step -> Pattern.compile("make ([a-z-]+)")
                        .matcher((String) step.getOrDefault("run", ""))
                        .results())
                .map(call -> call.group(1))
                .collect(Collectors.toSet());
        assertThat(called).contains("test", "cluster-up", "push").isSubsetOf(targets);
    }

    @Test
    void onlyTheReleaseMayWrite() throws Exception {
        for (var file : files("workflows")) {
            var jobs = map(Alerts.yaml(file).get("jobs"));
            assertThat(Alerts.yaml(file)).as(file.toString()).containsKey("permissions");
            jobs.forEach((name, job) -> assertThat(
                            map(map(job).getOrDefault("permissions", Map.of())).containsValue("write"))
                    .as(file.getFileName() + " " + name)
                    .isEqualTo(name.equals("publish")));
        }
    }

    private static List<Path> files(String part) throws IOException {
        try (var files = Files.walk(FOLDER.resolve(part))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Tool.Result lint(List<Path> files) throws Exception {
        // Without what else it would ask, where that happens to be installed.
        return new Tool("actionlint")
                .run(Stream.concat(
                                Stream.of("-no-color", "-shellcheck=", "-pyflakes="),
                                files.stream().map(Path::toString))
                        .toList());
    }
}
