package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The board is a page as the others, also while Prometheus is away. */
@PagerTest
class BoardControllerTest {

    @LocalServerPort
    private int port;

    @Autowired
    private Dashboards dashboards;

    private Http browser;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.dashboards", () -> BoardFilesTest.FOLDER);
        properties.add("orderflow.pager.stores.prometheus.url", () -> "http://127.0.0.1:1");
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://jaeger.example.com");
        properties.add("orderflow.pager.stores.victorialogs.link", () -> "http://logs.example.com");
    }

    @BeforeEach
    void client() {
        browser = new Http(port, "");
    }

    @Test
    void withoutALoginThereIsOnlyTheLogin() throws Exception {
        for (var path : List.of(
                "/board",
                "/board/night-shift",
                "/board/night-shift/1",
                "/board/night-shift/1/data",
                "/board/night-shift/events")) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .contains("<h1>Log in</h1>")
                    .doesNotContain("Night shift");
        }
    }

    @Test
    void everyDashboardIsAPageWithAllItsPanels() throws Exception {
        browser.logIn("alice", "correct horse battery");
        assertThat(browser.get("/board").body()).contains("<h1>Night shift</h1>");
        for (var dashboard : dashboards.all()) {
            var answer = browser.get("/board/" + dashboard.uid() + "?range=6h&refresh=0");
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.body())
                    .contains("<h1>" + dashboard.title() + "</h1>", "aria-current=\"page\"", "last 6 hours")
                    .doesNotContain("<script>", " style=", " onclick=", "grafana.com", "//cdn");
            for (var panel : dashboard.panels()) {
                assertThat(answer.body())
                        .contains(
                                panel.type().equals("row")
                                        ? "<h2 class=\"row\">" + panel.title() + "</h2>"
                                        : "id=\"title-" + panel.id() + "\">" + panel.title() + "</h3>",
                                panel.description().replace("'", "&#39;"));
            }
        }
    }

    @Test
    void whatOnlyGrafanaDrawsIsSaid() throws Exception {
        var page = browser.logIn("alice", "correct horse battery")
                .get("/board/service?var-service=order")
                .body();
        assertThat(page)
                .contains(
                        "In Grafana only",
                        "Tempo in TraceQL",
                        "Loki in LogQL",
                        "http://jaeger.example.com/search?service=order",
                        "The same of VictoriaLogs");
    }

    @Test
    void whereThePrometheusIsAwayThePageStandsAndEachPanelSaysSo() throws Exception {
        browser.logIn("alice", "correct horse battery");
        assertThat(browser.get("/board/service").body())
                .contains("<option value=\"gateway\" selected=\"selected\">gateway</option>");
        var data = browser.ask("/board/night-shift/1/data");
        assertThat(data.statusCode()).isEqualTo(503);
        assertThat(data.body()).contains("STORE_UNAVAILABLE", "no answer from http://127.0.0.1:1/");
    }

    @Test
    void aBrowserGetsTheErrorAsAPage() throws Exception {
        browser.logIn("alice", "correct horse battery");
        var away = browser.visit("/board/night-shift/1");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body())
                .contains("<h1>Service Unavailable</h1>", "no answer from http://127.0.0.1:1/", "To the pages");
        var unknown = browser.visit("/board/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("<h1>Not Found</h1>");
        assertThat(browser.visit("/pages/4711").body()).contains("<h1>Not Found</h1>");
    }

    @Test
    void theChartsLibraryComesFromHere() throws Exception {
        browser.logIn("alice", "correct horse battery");
        assertThat(browser.get("/webjars/uplot/dist/uPlot.iife.min.js").body()).contains("uPlot");
        assertThat(browser.get("/webjars/uplot/dist/uPlot.min.css").statusCode())
                .isEqualTo(200);
        assertThat(browser.get("/assets/board.js").statusCode()).isEqualTo(200);
        var page = browser.get("/board/night-shift").body();
        assertThat(page).containsPattern("src=\"/webjars/uplot/([0-9.]+/)?dist/uPlot.iife.min.js\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/board/service/1/data?range=10y, 400, VALIDATION_FAILED",
        "/board/service/x/data,           400, MALFORMED_REQUEST",
        "/board/service/999/data,         404, NOT_FOUND",
        "/board/nothing/1/data,           404, NOT_FOUND"
    })
    void whatThereIsNotIsRefused(String path, int status, String code) throws Exception {
        var answer = browser.logIn("alice", "correct horse battery").ask(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }
}
