package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {

    private static final Path CHECKOUT = Path.of("../..");

    @TempDir
    private Path bare;

    @Test
    void aTreeRunsTheAgentWhereItHasAnInstrumentationResource() {
        assertThat(Agent.of("tree").setup("local", CHECKOUT).traced()).isTrue();
        assertThat(Agent.of("tree").setup("local", bare).traced()).isFalse();
    }

    @Test
    void theChoiceCounts() {
        assertThat(Agent.of("off").setup("local", CHECKOUT).traced()).isFalse();
        assertThat(Agent.of("ON").setup("local", CHECKOUT).traced()).isTrue();
        assertThatThrownBy(() -> Agent.of("on").setup("local", bare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "AGENT=on: %s has no operator-instrumentation.yaml, which has the agent's settings; try: make"
                                + " local",
                        bare);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> Agent.of("yes"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AGENT=yes is not one of tree, on, off; try: make local AGENT=off");
    }

    @Test
    void theSamplersArgumentIsASettingToo() throws IOException {
        Files.writeString(bare.resolve("operator-instrumentation.yaml"), """
                spec:
                  propagators: [tracecontext]
                  sampler: {type: parentbased_traceidratio, argument: "0.1"}
                  java: {env: [{name: OTEL_LOGS_EXPORTER, value: none}]}
                """);
        assertThat(AgentSettings.read(bare, "http://127.0.0.1:4318"))
                .containsEntry("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
                .containsEntry("OTEL_TRACES_SAMPLER_ARG", "0.1")
                .containsEntry("OTEL_LOGS_EXPORTER", "none");
        assertThat(AgentSettings.read(CHECKOUT, "http://127.0.0.1:4318")).doesNotContainKey("OTEL_TRACES_SAMPLER_ARG");
    }
}
