package dev.orderflow.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentBenchTest {

    /** The agent's own, or the Operator's from another place than the file's env. */
    private static final Set<String> ELSEWHERE =
            Set.of("OTEL_TRACES_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_JAVAAGENT_ENABLED");

    @Test
    void aVariantSwitchesOffWhatTheFileSwitchesOn() throws Exception {
        var file = Files.readString(Path.of("../../operator-instrumentation.yaml"));
        for (var variant : Variant.values()) {
            variant.setup(List.of()).settings().forEach((name, value) -> {
                assertThat(ELSEWHERE.contains(name) || file.contains("name: " + name + "\n"))
                        .as(variant + " " + name)
                        .isTrue();
                assertThat(file)
                        .as(variant + " " + name)
                        .doesNotContain("name: %s\n        value: \"%s\"".formatted(name, value));
            });
        }
        assertThat(Variant.FULL.setup(List.of()).settings()).isEmpty();
    }

    @Test
    void settingsAreChecked() {
        assertThat(settings("6", "120", "60", "2", "10", "c2", "full", "no-jdbc"))
                .extracting(AgentBench.Settings::variants)
                .isEqualTo(List.of(Variant.FULL, Variant.NO_JDBC));
        assertThatThrownBy(() -> settings("6", "120", "60", "2", "10", "c1", "no-sql"))
                .hasMessageContaining("there are: full, no-parameters");
        assertThatThrownBy(() -> settings("0", "120", "60", "2", "10", "c1", "full"))
                .hasMessageContaining("ROUNDS");
        assertThatThrownBy(() -> settings("6", "120", "60", "20", "10", "c1", "full"))
                .hasMessageContaining("LIGHT below RATE");
        assertThatThrownBy(() -> settings("6", "120", "60", "2", "10", "c3", "full"))
                .hasMessageContaining("JIT");
    }

    private static AgentBench.Settings settings(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = ".";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return AgentBench.Settings.of(all);
    }
}
