package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's version is pom.xml's; what cannot read it there says the same. */
class ProjectVersionTest {

    private static final Pattern OF_THE_PROJECT =
            Pattern.compile("<artifactId>orderflow</artifactId>\\s*<version>([^<]+)</version>");

    private static final Pattern OF_A_CHART = Pattern.compile("(?m)^(?:version|appVersion): \"?([^\"\\s]+)\"?$");
    private static final Pattern OF_AN_API = Pattern.compile("(?m)^  version: (\\S+)$");

    @TempDir
    private Path folder;

    @Test
    void eachFileHasTheVersionOfThePom() throws IOException {
        var files = Tree.files().stream().filter(file -> pattern(file) != null).toList();
        assertThat(files).hasSizeGreaterThan(20);
        assertThat(others(Chart.ROOT, files)).isEmpty();
    }

    @Test
    void anotherVersionIsNamedWithItsFile() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), "<artifactId>orderflow</artifactId>\n  <version>0.2.0</version>");
        Files.writeString(folder.resolve("Chart.yaml"), "name: x\nversion: 0.2.0\nappVersion: \"0.1.0\"\n");
        Files.writeString(folder.resolve("openapi.yaml"), "info:\n  title: x\n");
        assertThat(others(folder, List.of(Path.of("Chart.yaml"), Path.of("openapi.yaml"), Path.of("pom.xml"))))
                .containsExactly(
                        "Chart.yaml: 0.1.0 is not the version of pom.xml; write 0.2.0",
                        "openapi.yaml: it names no version; write 0.2.0");
    }

    private static List<String> others(Path root, List<Path> files) throws IOException {
        var version = versions(root, Path.of("pom.xml")).getFirst();
        var others = new ArrayList<String>();
        for (var file : files) {
            var found = versions(root, file);
            if (found.isEmpty()) {
                others.add("%s: it names no version; write %s".formatted(file, version));
            }
            found.stream()
                    .filter(other -> !other.equals(version))
                    .forEach(other -> others.add(
                            "%s: %s is not the version of pom.xml; write %s".formatted(file, other, version)));
        }
        return others;
    }

    private static List<String> versions(Path root, Path file) throws IOException {
        return pattern(file)
                .matcher(Files.readString(root.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Null for a file that names no version of the project: images have poms that list what they install. */
    private static Pattern pattern(Path file) {
        if (file.startsWith("ci/images")) {
            return null;
        }
        return switch (file.getFileName().toString()) {
            case "pom.xml" -> OF_THE_PROJECT;
            case "Chart.yaml" -> OF_A_CHART;
            case "openapi.yaml" -> OF_AN_API;
            default -> null;
        };
    }
}
