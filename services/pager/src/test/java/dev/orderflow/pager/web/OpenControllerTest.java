package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Where somebody comes to who was sent to the login from a store. */
@PagerTest
class OpenControllerTest {

    private static final String PASSWORD = "correct horse battery";
    private static final Pattern REFRESH = Pattern.compile("<meta http-equiv=\"refresh\" content=\"0; url=([^\"]*)\"");

    @LocalServerPort
    private int port;

    private Http browser;

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) {
        for (var store : new String[] {"prometheus", "jaeger", "victorialogs"}) {
            properties.add("orderflow.pager.stores." + store + ".url", () -> "http://127.0.0.1:1");
        }
        properties.add("orderflow.pager.stores.prometheus.link", () -> "https://metrics.example.com");
        properties.add("orderflow.pager.stores.jaeger.link", () -> "https://traces.example.com/jaeger/");
    }

    @BeforeEach
    void client() {
        browser = new Http(port, "");
    }

    @Test
    void afterTheLoginTheStoreIsOpened() throws Exception {
        var login = browser.visit("/open/prometheus/graph?g0.expr=sum%28up%29&g0.tab=0");
        assertThat(login.body()).contains("<h1>Log in</h1>");
        var opened = browser.submit(
                "/login", Map.of("username", "alice", "password", PASSWORD, "_csrf", Http.csrf(login.body())));
        assertThat(address(opened.body()))
                .isEqualTo("https://metrics.example.com/graph?g0.expr=sum%28up%29&amp;g0.tab=0");
    }

    @ParameterizedTest
    @CsvSource({
        "/open/prometheus,          https://metrics.example.com/",
        "/open/prometheus/,         https://metrics.example.com/",
        "/open/prometheu%73/alerts, https://metrics.example.com/alerts",
        "/open/prometheus/@evil.example/, https://metrics.example.com/@evil.example/",
        "/open/prometheus/x?u=https://evil.example/, https://metrics.example.com/x?u=https://evil.example/",
        "/open/traces/trace/4bf9,   https://traces.example.com/jaeger/trace/4bf9"
    })
    void everyAddressIsOfTheStoresLink(String path, String address) throws Exception {
        assertThat(address(browser.logIn("alice", PASSWORD).visit(path).body())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/evil.example/",
                "/open/logs/",
                "/open/alertmanager/",
                "/open/prometheus@evil.example/",
                "/open/prometheus.evil.example/",
                "/open/"
            })
    void whatHasNoLinkIsNotFound(String path) throws Exception {
        assertThat(browser.logIn("alice", PASSWORD).visit(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/prometheus//evil.example/",
                "/open/prometheus/%2F%2Fevil.example/",
                "/open/prometheus/..%5Cevil.example",
                "/open//evil.example/prometheus/"
            })
    void aPathThatMayBeReadInTwoWaysIsRefused(String path) throws Exception {
        assertThat(browser.logIn("alice", PASSWORD).visit(path).statusCode()).isBetween(400, 404);
    }

    private static String address(String page) {
        var refresh = REFRESH.matcher(page);
        assertThat(refresh.find()).as(page).isTrue();
        return refresh.group(1);
    }
}
