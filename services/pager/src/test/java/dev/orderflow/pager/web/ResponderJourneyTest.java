package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * A responder's path through the pager in a real browser, from a page's arrival to its end. The evidence is that of a
 * recorded fault, the runbooks are the chart's.
 */
@PagerTest
@TestPropertySource(properties = "orderflow.pager.runbooks=file:../../helm/observability/files/runbooks/")
class ResponderJourneyTest extends BrowserTest {

    private static final String STATEMENT = "update stock set available = available - ?";

    @Autowired
    private Paging paging;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void setUp() {
        clock.reset();
        pages.open(1000).forEach(page -> paging.resolve(page.number(), "the test before"));
    }

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        record(properties, "");
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://127.0.0.1:16686");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aPageArrivesIsAcknowledgedReadAndResolved(int width) throws Exception {
        try (var context = chromium.context(width, true)) {
            var page = logIn(context);
            page.evaluate("window.neverReloaded = true");
            var number = trigger();
            assertThat(link(page, number)).isVisible();
            passes(page, 17);
            assertThat(link(page, triggerAlert("LatencyMedianUp", "Service degradation detected: P50 latency up 300%")))
                    .isVisible();
            passes(page, 24);
            assertThat(link(page, triggerAlert("ConsumerLagCritical", "Order queue consumer lag is critical")))
                    .isVisible();
            assertThat(page).hasTitle("(3) Pager");
            assertThat(page.evaluate("window.neverReloaded")).as("no reload").isEqualTo(true);
            passes(page, 11);
            looksWell(page, "pages-" + width);

            button(page, "Acknowledge page " + number).click();
            assertThat(page.locator(".facts .state").first()).hasText("acknowledged");
            assertThat(page.getByText("by alice").first()).isVisible();
            // Live too: the walk may have taken longer than the finger.
            assertThat(page.locator(".waterfall li")).hasCount(stores.spans());
            assertThat(page.locator(".cause")).isVisible();
            assertThat(page.locator(".waterfall .root-cause")).hasCount(1);
            assertThat(page.locator("pre").first()).containsText(STATEMENT);
            // The runbook beside it says so too.
            var line = page.locator("#lines")
                    .getByText("timeout connecting to downstream service")
                    .first();
            assertThat(line).not().isVisible();
            looksWell(page, "evidence-" + width);
            page.locator(".waterfall").evaluate("element => window.scrollTo(0, element.offsetTop - 120)");
            Chromium.picture(page, "trace-" + width);
            page.locator("#lines summary").click();
            assertThat(line).isVisible();
            looksWell(page, "lines-" + width);

            passes(page, 180);
            button(page, "Resolve").click();
            assertThat(page.locator(".facts .state").first()).hasText("resolved");
            assertThat(pages.get(number).state()).isEqualTo(PageState.RESOLVED);
            looksWell(page, "resolved-" + width);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void itNeedsNoMouse(int width) throws Exception {
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            page.navigate(address("/login"));
            // Once the page is rendered the name has the focus: what is typed before is lost.
            assertThat(page.getByLabel("Name")).isFocused();
            page.keyboard().type("alice");
            page.keyboard().press("Tab");
            page.keyboard().type("correct horse battery");
            page.keyboard().press("Enter");
            var number = trigger();
            assertThat(link(page, number)).isVisible();
            enter(page, link(page, number));
            enter(page, button(page, "Acknowledge"));
            assertThat(page.locator(".facts .state").first()).hasText("acknowledged");
            enter(page, page.locator("#lines summary"));
            assertThat(page.locator("#lines")
                            .getByText("timeout connecting to downstream service")
                            .first())
                    .isVisible();
            enter(page, button(page, "Resolve"));
            assertThat(page.locator(".facts .state").first()).hasText("resolved");
            assertThat(pages.get(number).state()).isEqualTo(PageState.RESOLVED);
        }
    }

    /** The window's title counts what is open, and what comes while something has the focus leaves it there. */
    @Test
    void whatArrivesTakesNothingFromWhoIsReading() throws Exception {
        try (var context = chromium.context(390, true)) {
            var page = logIn(context);
            var number = trigger();
            page.navigate(address("/pages/" + number));
            assertThat(page.locator(".waterfall li")).hasCount(stores.spans());
            page.locator("#lines summary").click();
            button(page, "Acknowledge").focus();
            page.evaluate("window.neverReloaded = true");
            trigger(); // the same again: a duplicate is noted
            assertThat(page.locator(".timeline")).containsText("duplicate suppressed");
            assertThat(page.locator("details")).hasAttribute("open", "");
            assertThat(button(page, "Acknowledge")).isFocused();
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void withoutScriptsAllIsThereButTheUpdates(int width) throws Exception {
        try (var context = chromium.context(width, false)) {
            var page = context.newPage();
            var number = trigger();
            page.navigate(address("/status"));
            assertThat(page.locator("h1")).hasText("Status");
            page.navigate(address("/login"));
            page.getByLabel("Name").fill("alice");
            page.getByLabel("Password").fill("correct horse battery");
            button(page, "Log in").click();
            button(page, "Acknowledge page " + number).click();
            assertThat(page.locator(".facts .state").first()).hasText("acknowledged");
            awaitEvidence(page);
            assertThat(page.locator(".waterfall li")).hasCount(stores.spans());
            assertThat(page.locator("pre").first()).containsText(STATEMENT);
            page.locator("#lines summary").click();
            assertThat(page.locator("#lines")
                            .getByText("timeout connecting to downstream service")
                            .first())
                    .isVisible();
            button(page, "Resolve").click();
            assertThat(page.locator(".facts .state").first()).hasText("resolved");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/login?error", "/status"})
    void whatEverybodySeesIsUsableToo(String path) {
        for (var width : new int[] {390, 1280}) {
            try (var context = chromium.context(width, true)) {
                var page = context.newPage();
                page.navigate(address(path));
                looksWell(page, path.replaceAll("\\W", "") + "-" + width);
            }
        }
    }

    /** Without scripts by asking again. */
    private static void awaitEvidence(Page page) {
        for (var asked = 0; asked < 50 && page.locator(".cause").count() == 0; asked++) {
            page.waitForTimeout(200);
            page.reload();
        }
    }

    private Page logIn(BrowserContext context) {
        var page = context.newPage();
        page.clock().setFixedTime(Date.from(clock.instant()));
        logIn(page);
        return page;
    }

    /** In the list of pages. */
    private static Locator link(Page page, long number) {
        return page.locator("#page-" + number);
    }

    private void passes(Page page, int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        page.clock().setFixedTime(Date.from(clock.instant()));
    }

    private long trigger() throws Exception {
        return triggerAlert("ErrorRateHigh", "5XX error rate crossed threshold");
    }

    /** The same again where it is open. */
    private long triggerAlert(String alert, String title) throws Exception {
        var group = alert + " " + key;
        return trigger(group, Deliveries.firing(group, title, 1).replace("\"ErrorRateHigh\"", "\"" + alert + "\""));
    }
}
