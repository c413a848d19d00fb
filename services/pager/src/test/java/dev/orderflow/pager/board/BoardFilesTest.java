package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.board.Dashboard.Panel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The board has what the dashboards' files need, and is a page as the others; Prometheus is away. */
@PagerTest
class BoardFilesTest {

    static final Path FOLDER = Path.of("../../helm/observability/files/dashboards");

    @LocalServerPort
    private int port;

    @Autowired
    private Dashboards dashboards;

    @Autowired
    private Links links;

    private Http browser;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.dashboards", () -> FOLDER);
        properties.add("orderflow.pager.stores.prometheus.url", () -> "http://127.0.0.1:1");
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://jaeger.example.com");
        properties.add("orderflow.pager.stores.victorialogs.link", () -> "http://logs.example.com");
    }

    @BeforeEach
    void client() {
        browser = new Http(port, "");
    }

    @Test
    void everyUnitAndWidthIsKnown() throws Exception {
        var style = Files.readString(Path.of("src/main/resources/static/assets/board.css"));
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                for (var panel : new JsonMapper().readTree(file.toFile()).path("panels")) {
                    var unit = panel.path("fieldConfig")
                            .path("defaults")
                            .path("unit")
                            .asString();
                    assertThat(Unit.isKnown(unit))
                            .as("%s: %s is in %s", file.getFileName(), panel.path("title"), unit)
                            .isTrue();
                }
            }
        }
        assertThat(panels())
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(style).contains(".panel.w-" + panel.width() + " "));
    }

    @Test
    void everyFileIsADashboardThatCanBeShown() throws Exception {
        try (var files = Files.list(FOLDER)) {
            assertThat(dashboards.all())
                    .hasSize((int) files.count())
                    .allSatisfy(dashboard -> assertThat(dashboard.problem())
                            .as(dashboard.title())
                            .isEmpty());
        }
    }

    @Test
    void everyLinkOfADashboardLeadsSomewhere() {
        for (var dashboard : dashboards.all()) {
            var choice = Choice.of(dashboard, Map.of());
            dashboard.panels().forEach(panel -> {
                assertThat(links.onward(panel.links(), choice))
                        .as(panel.title())
                        .hasSameSizeAs(panel.links())
                        .allSatisfy(link -> assertThat(link.url())
                                .matches("/board/[a-z-]+\\?range=.*|http://jaeger\\.example\\.com/search\\?.*|"
                                        + "http://logs\\.example\\.com/select/vmui/.*")
                                .doesNotContain("$"));
                if (!Board.isRendered(panel)) {
                    assertThat(links.asked(choice.in(panel.targets().getFirst().expression()), choice))
                            .as(panel.title())
                            .startsWith("http://");
                }
            });
        }
    }

    @Test
    void aQuestionToTempoOrLokiIsAskedOfJaegerOrVictoriaLogs() {
        var choice = new Choice(Range.HOUR, Map.of("service", "order"));
        assertThat(links.asked("{ resource.service.name = \"order\" && status = error }", choice))
                .isEqualTo("http://jaeger.example.com/search?service=order&limit=20&lookback=1h&"
                        + "tags=%7B%22error%22%3A%22true%22%7D");
        assertThat(links.asked("{service_name=~\".+\"} |= \"deadlock\"", choice))
                .isEqualTo("http://logs.example.com/select/vmui/?#/?query=%22deadlock%22&g0.range_input=1h");
        assertThat(links.asked("{service_name=\"order\"} | severity_text=\"ERROR\"", choice))
                .contains("%22service.name%22%3A%3D%22order%22%20severity%3A%3D%22ERROR%22");
        assertThat(links.asked("{ span.db.system.name = \"postgresql\" }", choice))
                .isEmpty();
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
                                "id=\"title-" + panel.id() + "\">" + panel.title() + "</h2>",
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

    private List<Panel> panels() {
        return dashboards.all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .toList();
    }
}
