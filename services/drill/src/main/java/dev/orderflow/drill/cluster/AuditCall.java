package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The conservation audit of the cluster, by the program that a person runs. */
public final class AuditCall {

    private AuditCall() {}

    /**
     * @param folder for what it says besides
     * @throws IllegalStateException where it could not look; the message holds its words
     */
    public static JsonNode run(Path folder, String... options) {
        var command = new ArrayList<>(List.of("ci/audit", "-o", "json"));
        command.addAll(List.of(options));
        var words = folder.resolve("audit.log");
        try {
            var process =
                    new ProcessBuilder(command).redirectError(words.toFile()).start();
            var output = new String(process.getInputStream().readAllBytes());
            var json = output.lines().dropWhile(line -> !line.startsWith("{")).collect(Collectors.joining("\n"));
            if (process.waitFor() > 1 || json.isEmpty()) {
                throw new IllegalStateException("the audit could not look: " + output + Files.readString(words));
            }
            return Kubectl.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The invariants that do not hold, by their names. */
    public static List<String> broken(JsonNode report) {
        return report.path("invariants")
                .valueStream()
                .filter(finding -> finding.path("violations").asLong() > 0)
                .map(finding -> finding.path("name").asString())
                .toList();
    }
}
