package dev.orderflow.pager.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerProperties.Store;
import dev.orderflow.pager.PagerProperties.Stores;
import java.net.URI;
import org.junit.jupiter.api.Test;

class WalkerStoresTest {

    private static final Store NOWHERE = new Store(null, null);

    @Test
    void itReadsTheStoresOfEitherStack() {
        assertThat(Walker.stores(
                        new Stores(at("prometheus"), NOWHERE, at("jaeger"), NOWHERE, at("victorialogs"), NOWHERE)))
                .isNotNull()
                .satisfies(stores -> {
                    assertThat(stores.traces()).hasToString("Jaeger at http://jaeger");
                    assertThat(stores.logs()).hasToString("VictoriaLogs at http://victorialogs");
                });
        assertThat(Walker.stores(new Stores(at("prometheus"), at("tempo"), NOWHERE, at("loki"), NOWHERE, NOWHERE)))
                .isNotNull()
                .satisfies(stores -> {
                    assertThat(stores.traces()).hasToString("Tempo at http://tempo");
                    assertThat(stores.logs()).hasToString("Loki at http://loki");
                });
    }

    @Test
    void whereOneIsMissingItReadsNone() {
        assertThat(Walker.stores(new Stores(at("prometheus"), at("tempo"), NOWHERE, NOWHERE, NOWHERE, NOWHERE)))
                .isNull();
        assertThat(Walker.stores(new Stores(NOWHERE, NOWHERE, at("jaeger"), NOWHERE, at("victorialogs"), NOWHERE)))
                .isNull();
    }

    private static Store at(String host) {
        return new Store(URI.create("http://" + host), null);
    }
}
