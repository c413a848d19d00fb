package dev.orderflow.pager.alertmanager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.testkit.StalledServer;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** An Alertmanager that answers with its headers and one byte, and then with nothing more. */
@Timeout(60)
class StalledAlertmanagerTest {

    private final StalledServer server = StalledServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anAlertmanagerThatStallsInItsListIsGivenUp() {
        var api = api();
        assertThatThrownBy(api::alerts).isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void anAlertmanagerThatStallsOnASilenceIsGivenUp() {
        var api = api();
        assertThatThrownBy(() -> api.silence(Map.of("comment", "x"))).isInstanceOf(HttpTimeoutException.class);
    }

    private AlertmanagerApi api() {
        var properties = new MapConfigurationPropertySource(Map.of(
                "orderflow.pager.url",
                "https://pager.example",
                "orderflow.pager.intake.token",
                Deliveries.TOKEN,
                "orderflow.pager.stores.alertmanager.url",
                server.url().toString()));
        return new AlertmanagerApi(new Binder(properties)
                .bind("orderflow.pager", PagerProperties.class)
                .get());
    }
}
