package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the releases of services that incidents and their controls put into force. */
class ReleasesTest {

    private static final Path FOLDER = Path.of("k8s/releases");

    static Stream<Path> patches() {
        return Tree.files().stream().filter(file -> file.startsWith(FOLDER));
    }

    /** Finds a patch that no longer fits the source before somebody runs its incident. */
    @ParameterizedTest
    @MethodSource("patches")
    void eachFitsTheTree(Path patch) throws IOException, InterruptedException {
        var applied = new Tool("git").run(List.of("apply", "--check", patch.toString()));
        assertThat(applied.errors()).isEmpty();
        assertThat(applied.succeeded()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("patches")
    void eachChangesItsServiceAloneAndSaysSoInOneLine(Path patch) {
        var service = patch.getParent().getFileName();
        var lines = Tree.lines(patch).toList();
        assertThat(lines.getFirst()).matches("[A-Z].{20,100}\\.");
        assertThat(lines.get(1)).isEmpty();
        assertThat(lines.stream().filter(line -> line.startsWith("+++ ")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("+++ b/services/%s/src/main/".formatted(service)));
    }

    /** An image of the tree's own version would replace the one that the chart installs. */
    @ParameterizedTest
    @MethodSource("patches")
    void eachHasAVersionOfItsOwn(Path patch) {
        var version = patch.getFileName().toString().replace(".patch", "");
        assertThat(version).matches("(0|[1-9][0-9]*)([.](0|[1-9][0-9]*)){2}");
        assertThat(Tree.lines(Path.of("pom.xml"))).noneMatch(line -> line.contains("<version>" + version + "<"));
    }

    @Test
    void eachIsPutIntoForceByAnIncidentOrItsControl() throws IOException {
        try (var incidents = Files.list(Chart.ROOT.resolve("k8s/incidents"))) {
            var all = incidents
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .flatMap(file -> Tree.lines(Chart.ROOT.relativize(file)))
                    .toList();
            assertThat(patches()).allMatch(patch -> {
                var version = patch.getFileName().toString().replace(".patch", "");
                var wanted = "release: {service: %s, version: %s}"
                        .formatted(patch.getParent().getFileName(), version);
                return all.stream().anyMatch(line -> line.endsWith(wanted));
            });
        }
    }
}
