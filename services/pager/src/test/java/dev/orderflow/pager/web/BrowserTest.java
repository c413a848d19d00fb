package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.testkit.RecordedSystem;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The pager in a real browser, its stores those of a recorded fault. */
abstract class BrowserTest {

    static RecordedSystem stores;
    static Chromium chromium;

    @LocalServerPort
    int port;

    @Autowired
    Pages pages;

    final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (stores != null) {
            stores.close();
        }
    }

    /** @param html that someone has put into the recording */
    static void record(DynamicPropertyRegistry properties, String html) {
        stores = new RecordedSystem("locked-row", html);
        for (var store : new String[] {"prometheus", "jaeger", "victorialogs"}) {
            properties.add("orderflow.pager.stores." + store + ".url", stores::url);
        }
    }

    void logIn(Page page) {
        page.navigate(address("/login"));
        page.getByLabel("Name").fill("alice");
        page.getByLabel("Password").fill("correct horse battery");
        button(page, "Log in").click();
        assertThat(button(page, "Log out")).isVisible();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static void looksWell(Page page, String name) {
        assertThat(Chromium.overhang(page))
                .as("horizontal scrolling of " + name)
                .isZero();
        Chromium.picture(page, name);
        assertThat(Chromium.barriers(page)).as("axe's findings in " + name).isEmpty();
    }

    /** By Tab until it has the focus, which is to be seen, and by Enter then. */
    static void enter(Page page, Locator target) {
        for (var tabs = 0;
                tabs < 100 && !Boolean.TRUE.equals(target.evaluate("element => element === document.activeElement"));
                tabs++) {
            page.keyboard().press("Tab");
        }
        assertThat(target).isFocused();
        // What arrives meanwhile may put another in its place, which has the focus then: asked again until it is in the
        // page.
        assertThat(target).hasCSS("outline-style", "solid");
        page.keyboard().press("Enter");
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** As Alertmanager does it: the page of the group. */
    long trigger(String group, String delivery) throws Exception {
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, delivery)
                        .statusCode())
                .isEqualTo(200);
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(group))
                .findFirst()
                .orElseThrow()
                .number();
    }
}
