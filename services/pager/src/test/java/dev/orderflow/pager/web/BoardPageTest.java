package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.board.Prometheus;
import dev.orderflow.testkit.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The board and the verdicts in a real browser, of a real Prometheus. */
@PagerTest
@EnabledIf(
        value = "dev.orderflow.pager.board.Prometheus#isThere",
        disabledReason = "PROMETHEUS names no program: make test sets it")
class BoardPageTest extends BrowserTest {

    private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private static final Prometheus PROMETHEUS = Prometheus.ofAGateway(NOW);
    private static final Path DASHBOARDS =
            Path.of("../../helm/observability/files/dashboards").toAbsolutePath();
    private static final String LATENCY = "Latency at the gateway";

    @Autowired
    private TestClock clock;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.dashboards", () -> DASHBOARDS);
        properties.add("orderflow.pager.stores.prometheus.url", PROMETHEUS::url);
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://127.0.0.1:16686");
    }

    @BeforeEach
    void present() {
        clock.advance(Duration.between(clock.instant(), NOW));
    }

    @AfterAll
    static void end() {
        PROMETHEUS.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void whatPrometheusKnowsIsRendered(int width) {
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/board"));
            assertThat(page.locator("h1")).hasText("Night shift");
            // Of a longer time a dot is the slowest of a part of it.
            page.navigate(address("/board/night-shift?range=15m"));
            assertThat(panel(page, "Pages open").locator(".stat.trouble dd")).hasText("2");
            var alerts = panel(page, "Alerts that fire");
            alerts.scrollIntoViewIfNeeded();
            assertThat(alerts.locator("tbody")).containsText("ErrorRateHigh");
            var latency = panel(page, LATENCY);
            latency.scrollIntoViewIfNeeded();
            assertThat(latency.locator("canvas")).isVisible();
            assertThat(latency.locator(".legend")).containsText("p50 100 ms");
            assertThat(latency.locator("a.dot[title*='" + Prometheus.SLOW + "']"))
                    .hasAttribute("href", "http://127.0.0.1:16686/trace/" + Prometheus.SLOW);
            looksWell(page, "board-" + width);
        }
    }

    /** Nothing is asked for until the choice is made. */
    @Test
    void itNeedsNoMouse() {
        try (var context = chromium.context(1280, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/board/night-shift?range=15m&refresh=0"));
            page.evaluate("window.neverReloaded = true");
            var time = page.getByLabel("Time");
            time.focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("ArrowDown");
            assertThat(time).isFocused();
            var chosen = time.inputValue();
            assertThat(chosen).isNotEqualTo("15m");
            assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
            enter(page, button(page, "Show"));
            page.waitForURL(Pattern.compile(".*[?&]range=" + chosen + "&.*"));
            var line = panel(page, LATENCY).locator(".legend button").first();
            assertThat(line).isVisible();
            enter(page, line);
            assertThat(line).hasAttribute("aria-pressed", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void withoutScriptsEachPanelsValuesAreATable(int width) {
        String values;
        try (var context = chromium.context(width, false)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/board/night-shift?range=15m"));
            var latency = panel(page, LATENCY);
            latency.locator("summary").click();
            latency.getByText("values", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.locator("h1")).hasText(LATENCY);
            assertThat(page.locator("tbody th").first()).hasText("p50");
            assertThat(page.locator("main")).containsText(Prometheus.SLOW);
            values = page.url();
        }
        // What judges it is itself a script.
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(values);
            looksWell(page, "values-" + width);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aVerdictIsStatedWithoutAMouse(int width) {
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/verdicts"));
            page.getByLabel("Component").focus();
            page.keyboard().type("postgresql");
            page.keyboard().press("Tab");
            page.keyboard().type("connections-exhausted");
            page.keyboard().press("Tab");
            page.keyboard().type(Prometheus.SLOW);
            enter(page, button(page, "State it"));
            var stated = page.locator(".timeline li").first();
            assertThat(stated).containsText("postgresql, connections-exhausted");
            assertThat(stated).containsText("by alice");
            assertThat(stated).containsText(Prometheus.SLOW);
            looksWell(page, "verdicts-" + width);
            enter(page, button(page, "No incident"));
            assertThat(page.locator(".timeline li").first()).containsText("no incident");
        }
    }

    private static Locator panel(Page page, String title) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(title).setExact(true));
    }
}
