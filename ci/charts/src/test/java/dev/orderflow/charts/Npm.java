package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Grafana publishes of itself for Node: its grammars and types, with what asks them, in src/test/grafana. */
final class Npm {

    private static final Path SOURCE = Path.of("src/test/grafana");
    private static final Path FOLDER = Path.of("target/grafana");
    private static final JsonMapper JSON = new JsonMapper();

    private Npm() {}

    /** Skips the test that calls it where there is no Node, or npm's registry cannot be reached. */
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        try (var files = Files.list(SOURCE)) {
            for (var file : files.toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try {
            var result = new Tool("npm")
                    .run(List.of(
                            "ci",
                            "--prefix",
                            FOLDER.toAbsolutePath().toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefer-offline"));
            assumeTrue(result.succeeded(), () -> "what Grafana publishes cannot be installed: " + result.errors());
        } catch (IOException e) {
            assumeTrue(false, "there is no npm: " + e.getMessage());
        }
    }

    /** A file beside the scripts, with something to be asked about. */
    static Path file(String name, String content) throws IOException {
        return Files.writeString(FOLDER.resolve(name), content).toAbsolutePath();
    }

    /** @return what the script printed */
    static JsonNode run(String script, List<Path> files) throws IOException, InterruptedException {
        var result = new Tool("node")
                .run(Stream.concat(Stream.of(FOLDER.resolve(script)), files.stream())
                        .map(file -> file.toAbsolutePath().toString())
                        .toList());
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return JSON.readTree(result.output());
    }
}
