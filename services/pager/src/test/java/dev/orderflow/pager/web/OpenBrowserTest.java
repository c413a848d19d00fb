package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.orderflow.pager.PagerTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * From a store's port to the login and back, in a real browser: it keeps to the pager's content policy, and its cookies
 * know no ports.
 */
@PagerTest
class OpenBrowserTest extends BrowserTest {

    private static final List<Map<String, List<String>>> ASKED = new CopyOnWriteArrayList<>();

    private static HttpServer prometheus;

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) throws Exception {
        record(properties, "");
        prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prometheus.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().equals("/alerts")) {
                ASKED.add(Map.copyOf(exchange.getRequestHeaders()));
            }
            var page = ("<!doctype html><title>store</title><p>"
                            + exchange.getRequestURI().getPath() + "</p>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        prometheus.start();
        properties.add(
                "orderflow.pager.stores.prometheus.link",
                () -> "http://127.0.0.1:" + prometheus.getAddress().getPort());
    }

    /** Without a browser the tests are skipped before there is a store. */
    @AfterAll
    static void stopStore() {
        if (prometheus != null) {
            prometheus.stop(0);
        }
    }

    @Test
    void theLoginLeadsBackToTheStoreWithTheSession() {
        try (var context = chromium.context(1280, true)) {
            var page = context.newPage();
            page.navigate(address("/open/prometheus/alerts"));
            page.getByLabel("Name").fill("alice");
            page.getByLabel("Password").fill("correct horse battery");
            button(page, "Log in").click();
            assertThat(page.getByText("/alerts")).isVisible();
            assertThat(page)
                    .hasURL("http://127.0.0.1:" + prometheus.getAddress().getPort() + "/alerts");
        }
        assertThat(ASKED.getFirst().get("Cookie")).singleElement().asString().contains("JSESSIONID=");
        // What the proxy lets pass: a link of the same site, followed by a person.
        assertThat(ASKED.getFirst().get("Sec-fetch-site")).containsExactly("same-site");
        assertThat(ASKED.getFirst().get("Sec-fetch-mode")).containsExactly("navigate");
        assertThat(ASKED.getFirst().get("Sec-fetch-dest")).containsExactly("document");
    }
}
