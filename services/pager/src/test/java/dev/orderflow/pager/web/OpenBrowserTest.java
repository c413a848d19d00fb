package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerTest;
import dev.orderflow.testkit.TestServer;
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

    private static TestServer prometheus;

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) {
        record(properties, "");
        prometheus = TestServer.start(request -> TestServer.Answer.of(
                200, "text/html", "<!doctype html><title>store</title><p>" + request.path() + "</p>"));
        properties.add("orderflow.pager.stores.prometheus.link", prometheus::url);
    }

    /** Without a browser the tests are skipped before there is a store. */
    @AfterAll
    static void stopStore() {
        if (prometheus != null) {
            prometheus.close();
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
            assertThat(page).hasURL(prometheus.url() + "/alerts");
        }
        var headers = prometheus.requests().stream()
                .filter(request -> request.path().equals("/alerts"))
                .findFirst()
                .orElseThrow()
                .headers();
        assertThat(headers.get("Cookie")).singleElement().asString().contains("JSESSIONID=");
        // What the proxy lets pass: a link of the same site, followed by a person.
        assertThat(headers.get("Sec-fetch-site")).containsExactly("same-site");
        assertThat(headers.get("Sec-fetch-mode")).containsExactly("navigate");
        assertThat(headers.get("Sec-fetch-dest")).containsExactly("document");
    }
}
