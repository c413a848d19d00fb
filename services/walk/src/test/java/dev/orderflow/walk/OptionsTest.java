package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.stores.LocalCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final String ID = "161ff20943ada5e57e83df4e5bc190ee";

    @Test
    void defaults() {
        var options = Options.parse(List.of());
        assertThat(options.json()).isFalse();
        assertThat(options.trace()).isEmpty();
        var local = LocalCluster.here();
        assertThat(options.prometheus()).isEqualTo(local.prometheus());
        assertThat(options.traces()).hasToString(local.stack().traces().label() + " at " + local.traces());
        assertThat(options.logs()).hasToString(local.stack().logs().label() + " at " + local.logs());
    }

    @Test
    void all() {
        var options = Options.parse(List.of("--trace", ID, "-o", "json", "--jaeger", "http://jaeger:1"));
        assertThat(options.trace()).isEqualTo(ID);
        assertThat(options.json()).isTrue();
        assertThat(options.traces()).hasToString("Jaeger at http://jaeger:1");
    }

    @Test
    void anotherStackHasOtherStores() {
        var options = Options.parse(List.of("--tempo", "http://127.0.0.1:3200", "--loki", "http://127.0.0.1:3100"));
        assertThat(options.traces()).hasToString("Tempo at http://127.0.0.1:3200");
        assertThat(options.logs()).hasToString("Loki at http://127.0.0.1:3100");
    }

    @Test
    void whatIsNoOptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--trce")))
                .withMessageContaining("--trce");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(List.of("--trace")))
                .withMessageContaining("needs a value");
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("-o", "yaml")));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--trace", "../../x")));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--trace", ID, "--alert", "A")));
    }
}
