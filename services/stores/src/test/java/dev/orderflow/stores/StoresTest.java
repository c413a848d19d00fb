package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoresTest {

    private static final URI METRICS = URI.create("http://prometheus");
    private static final URI TRACES = URI.create("http://traces");
    private static final URI LOGS = URI.create("http://logs");

    @Test
    void theReadersAreThoseOfTheBackendsThatHaveAddresses() {
        assertThat(Stores.of(Map.of(Backend.PROMETHEUS, METRICS, Backend.JAEGER, TRACES, Backend.VICTORIALOGS, LOGS)))
                .hasValueSatisfying(stores -> {
                    assertThat(stores.traces()).hasToString("Jaeger at http://traces");
                    assertThat(stores.logs()).hasToString("VictoriaLogs at http://logs");
                });
        assertThat(Stores.of(Map.of(Backend.PROMETHEUS, METRICS, Backend.TEMPO, TRACES, Backend.LOKI, LOGS)))
                .hasValueSatisfying(stores -> {
                    assertThat(stores.traces()).hasToString("Tempo at http://traces");
                    assertThat(stores.logs()).hasToString("Loki at http://logs");
                });
    }

    @Test
    void whereOneSignalHasNoAddressThereAreNone() {
        assertThat(Stores.of(Map.of(Backend.PROMETHEUS, METRICS, Backend.TEMPO, TRACES)))
                .isEmpty();
        assertThat(Stores.of(Map.of(Backend.JAEGER, TRACES, Backend.VICTORIALOGS, LOGS)))
                .isEmpty();
    }

    @Test
    void aBackendHasNoReaderOfAnotherSignal() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Backend.LOKI.traces(LOGS))
                .withMessage("Loki keeps no traces");
        assertThatIllegalStateException()
                .isThrownBy(() -> Backend.TEMPO.logs(TRACES))
                .withMessage("Tempo keeps no logs");
    }
}
