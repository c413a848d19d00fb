package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.testkit.Ports;
import java.net.URI;
import org.junit.jupiter.api.Test;

class FiringPagesTest {

    @Test
    void aStoreThatDoesNotAnswerIsNotKnownToBeQuiet() {
        var pages = new FiringPages(new PrometheusReader(URI.create("http://127.0.0.1:" + Ports.free())));

        assertThat(pages.open()).singleElement().asString().isNotBlank();
    }
}
