package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.evidence.Affected;
import dev.orderflow.pager.evidence.Affected.Difference;
import dev.orderflow.pager.evidence.Affected.Example;
import dev.orderflow.pager.evidence.Affected.Finding;
import dev.orderflow.pager.evidence.Chain;
import dev.orderflow.pager.evidence.Chain.Bar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Which shoppers a page is about, in a real browser: shares as bars, and two requests side by side. */
@PagerTest
class AffectedShoppersPageTest extends BrowserTest {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    /** A board without a Prometheus has its pages all the same. */
    @DynamicPropertySource
    static void dashboards(DynamicPropertyRegistry properties) {
        properties.add(
                "orderflow.pager.dashboards",
                () -> Path.of("../../helm/observability/files/dashboards").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void theAnswerIsDrawnAndTwoRequestsAreComparedByKeyboard(int width) throws Exception {
        var number = trigger(key, Deliveries.firing(key, "which shoppers " + key, 1));
        store(number, List.of(finding()));
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/pages/" + number));
            assertThat(page.getByText(
                            "41 of the 41 shoppers that it hits have orderflow.order.lines = 1, and 0 of 310 others."))
                    .isVisible();
            var table = page.locator(".twins");
            assertThat(table).not().isVisible();
            looksWell(page, "affected-" + width);
            enter(page, page.locator("#finding-1 summary"));
            assertThat(table).isVisible();
            assertThat(page.locator(".twins .decisive")).containsText(new String[] {"orderflow.order.lines"});
            // What only one of them has is marked, and what both have stands on one line.
            assertThat(page.locator(".twins tr", new Page.LocatorOptions().setHasText("POST /api/orders")))
                    .containsText(new String[] {"1500.0 ms, failed"});
            assertThat(page.locator(".twins .alone")).containsText(new String[] {"select product"});
            looksWell(page, "twins-" + width);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void theBoardSaysWhomAnOpenPageIsAboutAndLeadsThere(int width) throws Exception {
        var number = trigger(key, Deliveries.firing(key, "on the board " + key, 1));
        store(number, List.of(finding()));
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/board/night-shift"));
            var hit = page.locator(".hits article", new Page.LocatorOptions().setHasText("on the board " + key));
            assertThat(hit).containsText("orderflow.order.lines = 1");
            assertThat(hit).containsText("41 of 41 that it hits");
            assertThat(hit).containsText("0 of 310 others");
            looksWell(page, "hits-" + width);
            enter(page, hit.locator("a"));
            page.waitForURL("**/pages/" + number + "#who");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390})
    void thatNothingDistinguishesThemIsAnAnswer(int width) throws Exception {
        var number = trigger(key, Deliveries.firing(key, "all alike " + key, 1));
        store(number, List.of());
        try (var context = chromium.context(width, true)) {
            var page = context.newPage();
            logIn(page);
            page.navigate(address("/pages/" + number));
            assertThat(page.getByText("Nothing distinguishes the 41 shoppers that it hits from 310 others."))
                    .isVisible();
            assertThat(page.locator(".affected details").count()).isZero();
            looksWell(page, "alike-" + width);
        }
    }

    private void store(long number, List<Finding> findings) {
        var affected =
                new Affected("POST /api/orders/** of gateway that failed", "shopper", 41, 310, true, findings, 1234);
        var chain = new Chain(
                Instant.EPOCH,
                true,
                "",
                "order fails by itself",
                "",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                17,
                affected);
        jdbc.sql("delete from evidence where page = :page")
                .param("page", number)
                .update();
        jdbc.sql("insert into evidence (page, requested_at, done_at, chain) values (:page, 0, 0, :chain)")
                .param("page", number)
                .param("chain", json.writeValueAsString(chain))
                .update();
    }

    private static Finding finding() {
        return new Finding(
                "orderflow.order.lines = 1",
                List.of("orderflow.order.pieces ≤ 1"),
                41,
                41,
                0,
                310,
                new Example(
                        "0af7651916cd43dd8448eb211c80319c",
                        List.of(bar("gateway", 0, 1500, true), bar("order", 1, 1400, true))),
                new Example(
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        List.of(
                                bar("gateway", 0, 90, false),
                                bar("order", 1, 80, false),
                                new Bar("inventory", "select product", 2, 10, 5000, false, false))),
                List.of(
                        new Difference("orderflow.card.length", "16", "15", false),
                        new Difference("orderflow.order.lines", "1", "3", true)));
    }

    private static Bar bar(String service, int depth, long millis, boolean failed) {
        return new Bar(service, "POST /api/orders", depth, 0, millis * 1000, failed, false);
    }
}
