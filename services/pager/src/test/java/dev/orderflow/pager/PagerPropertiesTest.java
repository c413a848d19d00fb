package dev.orderflow.pager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerProperties.DeadMan;
import dev.orderflow.pager.PagerProperties.History;
import dev.orderflow.pager.PagerProperties.Intake;
import dev.orderflow.pager.PagerProperties.Login;
import dev.orderflow.pager.PagerProperties.Reconciliation;
import dev.orderflow.pager.PagerProperties.Store;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class PagerPropertiesTest {

    private static final String TOKEN = "orderflow.pager.intake.token=" + Deliveries.TOKEN;
    private static final String URL = "orderflow.pager.url=https://pager.example";
    private static final Store NOWHERE = new Store(null, null);

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void theDefaults() {
        context.withPropertyValues(TOKEN, URL)
                .run(started -> assertThat(started.getBean(PagerProperties.class))
                        .isEqualTo(new PagerProperties(
                                URI.create("https://pager.example"),
                                "pager@orderflow.example",
                                Duration.ofMinutes(30),
                                Duration.ofHours(1),
                                null,
                                null,
                                null,
                                new Intake(Deliveries.TOKEN, List.of(), DataSize.ofMegabytes(4)),
                                new Login(10, 30, Duration.ofMinutes(1), 10_000),
                                new DeadMan("Watchdog", Duration.ofMinutes(5)),
                                new Reconciliation(
                                        Duration.ofSeconds(15),
                                        Duration.ofMinutes(2),
                                        List.of("pager"),
                                        Duration.ofMinutes(10),
                                        Duration.ofMinutes(5)),
                                Map.of(),
                                new History(Duration.ofDays(400), Duration.ofDays(30), Duration.ofDays(30)),
                                Map.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intake.token=short",
                "intake.routing-keys[0]=short",
                "api-tokens.responder=short",
                "acknowledgement-expires=0s",
                "login.failures-by-name=0",
                "login.per=0s",
                "dead-man.patience=0s",
                "reconciliation.interval=0s",
                "reconciliation.receivers=",
                "retention.pages=30d",
                "retention.evidence=0s",
                "tls-proxy-port=65536",
                "from="
            })
    void whatMakesNoSenseIsRefusedAtStart(String property) {
        context.withPropertyValues(TOKEN, URL, "orderflow.pager." + property)
                .run(failed -> assertThat(failed).getFailure().rootCause().hasMessageContaining("orderflow.pager"));
    }

    @Test
    void withoutATokenOfAlertmanagersThereIsNoStart() {
        context.withPropertyValues(URL)
                .run(failed -> assertThat(failed).getFailure().hasStackTraceContaining("intake"));
    }

    @Test
    void aLinkIsTheAddressAsPeopleHaveIt() {
        var store =
                new Store(URI.create("http://jaeger.observability.svc:16686"), URI.create("http://127.0.0.1:16686"));
        assertThat(store.linkOf("http://jaeger.observability.svc:16686/api/traces/1"))
                .isEqualTo("http://127.0.0.1:16686/api/traces/1");
        assertThat(store.linkOf("http://elsewhere/api/traces/1")).isEmpty();
        assertThat(NOWHERE.linkOf("http://elsewhere/api/traces/1")).isEmpty();
    }

    @EnableConfigurationProperties(PagerProperties.class)
    static class Properties {}
}
