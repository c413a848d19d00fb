package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IncidentFileTest {

    private static final Path INCIDENTS = Path.of("../../k8s/incidents");

    @TempDir
    private Path folder;

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(INCIDENTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachFileIsAnIncident(Path file) {
        var incident = IncidentFile.load(file);
        assertThat(incident.expect().pages()).isNotEmpty();
        assertThat(incident.load().baselineLength()).isGreaterThan(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: scale-47           | id: scale-48            | scale-47.yaml:2: its id is scale-48",
                "rate: 4                | rate: fast              | scale-47.yaml:8: /load/rate",
                "seed: 47               | sead: 47                | scale-47.yaml:9:",
                "order: 8               | ordr: 8                 | scale-47.yaml:6: /trigger/scale",
                "mechanism: connections | mechanism: black-magic- | mechanism",
                "title: Scaled          | title: [Scaled          | scale-47.yaml:",
            })
    void aFaultIsNamedWithItsLine(String right, String wrong, String message) throws IOException {
        var text = Files.readString(INCIDENTS.resolve("scale-47.yaml"));
        assertThat(text).contains(right);
        Files.copy(INCIDENTS.resolve("schema.json"), folder.resolve("schema.json"));
        var file = Files.writeString(folder.resolve("scale-47.yaml"), text.replace(right, wrong));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.load(file))
                .withMessageContaining(message);
    }

    /** Responders state causes in the same words, and one more: none. */
    @Test
    void theSchemasWordsForTheTruthAreThoseOfTheLists() throws IOException {
        var truth = new JsonMapper()
                .readTree(Files.readString(INCIDENTS.resolve("schema.json")))
                .at("/properties/truth/properties");
        assertThat(truth.at("/component/enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(Cause.Component.values())
                        .filter(word -> word != Cause.Component.NONE)
                        .map(Cause.Component::id)
                        .toList());
        assertThat(truth.at("/mechanism/enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(Cause.Mechanism.values())
                        .filter(word -> word != Cause.Mechanism.NONE)
                        .map(Cause.Mechanism::id)
                        .toList());
    }

    @Test
    void anEmptyFileIsNone() throws IOException {
        var file = Files.writeString(folder.resolve("nothing.yaml"), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.load(file))
                .withMessageContaining("nothing.yaml:1");
    }
}
