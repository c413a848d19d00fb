package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.board.Dashboard.Panel;
import dev.orderflow.pager.board.Drawing.Dot;
import dev.orderflow.pager.board.Drawing.Line;
import dev.orderflow.pager.board.Drawing.Marker;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** What a real Prometheus, given half an hour of a gateway, makes of the dashboards' panels. */
@PagerTest
@EnabledIf(
        value = "dev.orderflow.pager.board.Prometheus#isThere",
        disabledReason = "PROMETHEUS names no program: make test sets it")
class BoardTest {

    private static final Instant NOW = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private static final Prometheus PROMETHEUS = Prometheus.ofAGateway(NOW);

    @LocalServerPort
    private int port;

    @Autowired
    private Board board;

    @Autowired
    private Dashboards dashboards;

    @Autowired
    private TestClock clock;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.dashboards", () -> BoardFilesTest.FOLDER);
        properties.add("orderflow.pager.stores.prometheus.url", PROMETHEUS::url);
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://jaeger.example.com");
    }

    @BeforeEach
    void present() {
        clock.advance(Duration.between(clock.instant(), NOW));
    }

    @AfterAll
    static void stop() {
        PROMETHEUS.close();
    }

    @Test
    void aLineIsWhatItsQueryWasOverTime() {
        var latency = draw("night-shift", "Latency at the gateway");
        assertThat(latency.lines()).extracting(Line::name).containsExactly("p50", "floor of the median");
        assertThat(latency.times()).hasSize(Range.POINTS + 1);
        // Half of the requests took up to a tenth of a second.
        assertThat(latency.lines().getFirst().last()).isEqualTo("100 ms");
        assertThat(latency.lines().getFirst().values())
                .hasSize(latency.times().size())
                .startsWith((Double) null);
        assertThat(latency.lines().getFirst().values().getLast()).isCloseTo(0.1, within(1e-6));
        assertThat(latency.lines().getLast().highest()).isEqualTo("250 ms");
    }

    @Test
    void anExemplarIsADotThatOpensItsTrace() {
        var quarter = Choice.of(dashboards.get("night-shift"), Map.of("range", "15m"));
        assertThat(board.draw(panel("night-shift", "Latency at the gateway"), quarter)
                        .dots())
                .hasSizeBetween(2, 24)
                .extracting(Dot::trace, Dot::text, Dot::link)
                .contains(tuple(Prometheus.SLOW, "3.2 s", "http://jaeger.example.com/trace/" + Prometheus.SLOW));
    }

    @Test
    void aNumberHasTheColorOfTheThresholdThatItReaches() {
        assertThat(draw("night-shift", "Pages open").stats()).singleElement().satisfies(stat -> {
            assertThat(stat.text()).isEqualTo("2");
            assertThat(stat.look()).isEqualTo("trouble");
        });
        assertThat(draw("on-call", "Watchdog").stats())
                .singleElement()
                .satisfies(stat -> assertThat(stat.look()).isEqualTo("trouble"));
    }

    @Test
    void aTableHasTheColumnsThatItsDashboardNames() {
        var alerts = draw("night-shift", "Alerts that fire");
        assertThat(alerts.columns()).containsExactly("Severity", "Alert", "Service");
        assertThat(alerts.rows()).contains(List.of("page", "ErrorRateHigh", "gateway"));
        var slow = draw("night-shift", "Pods that are slowest");
        assertThat(slow.columns()).containsExactly("Service", "p99");
    }

    /** A color means the same on every panel. */
    @Test
    void aSeriesHasTheColorOfItsDashboard() {
        var latency = draw("night-shift", "Latency at the gateway");
        assertThat(latency.lines())
                .extracting(Line::name, Line::color, Line::dashed)
                .contains(tuple("p50", "#8AB8FF", false), tuple("floor of the median", "red", true));
    }

    @Test
    void ofTooManySeriesAHundredAreRenderedAndTheRestIsCounted() {
        var pods = draw("night-shift", "Pods by service");
        assertThat(pods.lines()).hasSize(Board.SERIES);
        assertThat(pods.note()).contains("100");
        assertThat(pods.lines().getFirst().link()).startsWith("/board/service?range=1h&var-service=deployment-");
    }

    @Test
    void deploysAndScalingsAreRenderedIntoTheCharts() {
        var dashboard = dashboards.get("night-shift");
        var events = board.events(dashboard, Choice.of(dashboard, Map.of("range", "1h")));
        assertThat(events)
                .extracting(Marker::text)
                .contains("gateway-7c9 was made", "deployment-0 begins to be scaled");
        assertThat(events)
                .filteredOn(event -> event.text().equals("gateway-7c9 was made"))
                .extracting(Marker::time)
                .containsExactly((double) Prometheus.scaled(NOW).getEpochSecond());
    }

    @Test
    void aVariableOffersWhatThereIs() {
        var dashboard = dashboards.get("service");
        assertThat(board.values(dashboard.variables().getFirst(), Choice.of(dashboard, Map.of())))
                .containsExactly("gateway", "order");
    }

    /** No query comes from a browser, and what it chooses stays between the quotes. */
    @Test
    void aBrowserNamesAPanelAndAsksNothingOfItsOwn() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        var requests = "/board/service/1/data?range=15m&var-service=";
        assertThat(browser.get(requests + "gateway&query=vector(7)").body())
                .isEqualTo(browser.get(requests + "gateway").body())
                .doesNotContain("7.0,7.0");
        for (var forged : List.of("x%22%7D%20or%20vector(7)%23", "%24__all", "a%0Ab", "")) {
            var answer = browser.ask(requests + forged);
            assertThat(answer.statusCode()).as(forged).isEqualTo(400);
            assertThat(answer.body()).contains("VALIDATION_FAILED");
        }
        assertThat(browser.get("/board/service/1/data?range=10y").statusCode()).isEqualTo(400);
        assertThat(browser.get("/board/service/999/data").statusCode()).isEqualTo(404);
        assertThat(browser.get("/board/..%2F..%2Fsecrets").statusCode()).isIn(400, 404);
        // What is asked of Tempo is not sent to Prometheus.
        assertThat(browser.get("/board/service/19/data").statusCode()).isEqualTo(404);
    }

    @Test
    void theDataIsWhatTheScriptReads() throws Exception {
        var answer =
                new Http(port, "").logIn("alice", "correct horse battery").get("/board/night-shift/8/data?range=1h");
        var data = new JsonMapper().readTree(answer.body());
        assertThat(data.path("style").path("unit").path("steps").path(0).propertyNames())
                .containsExactlyInAnyOrder("from", "by", "suffix");
        assertThat(data.path("lines").path(0).path("values").path(0).isNull()).isTrue();
        assertThat(data.path("lines").path(0).path("values").path(Range.POINTS).isNumber())
                .isTrue();
        assertThat(data.path("times").path(0).isIntegralNumber()).isTrue();
        assertThat(data.path("dots").path(0).path("time").isNumber()).isTrue();
    }

    @Test
    void withoutAScriptAPanelIsATable() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        assertThat(browser.get("/board/night-shift/8?range=15m").body())
                .contains(
                        "<th scope=\"row\"><span>p50</span></th>",
                        "<td>100 ms</td>",
                        "http://jaeger.example.com/trace/" + Prometheus.SLOW);
        assertThat(browser.get("/board/night-shift/3?range=1h").body())
                .contains("class=\"stat trouble\"", "<dd>2</dd>");
        assertThat(browser.get("/board/night-shift/13?range=1h").body()).contains("<td>ErrorRateHigh</td>");
        assertThat(browser.get("/board/night-shift/2?range=1h").body()).contains("No data.");
    }

    @Test
    void everyPanelOfEveryDashboardIsAnswered() {
        for (var dashboard : dashboards.all()) {
            for (var range : Range.values()) {
                var choice = Choice.of(dashboard, Map.of("range", range.id()));
                dashboard.panels().stream()
                        .filter(Board::isRendered)
                        .forEach(panel -> assertThat(board.draw(panel, choice))
                                .as(panel.title())
                                .isNotNull());
            }
        }
    }

    @Test
    void whatPrometheusRefusesIsSaidInItsWords() {
        var panel = panel("night-shift", "Pages open");
        var broken = new Panel(
                1,
                "stat",
                "",
                "",
                "prometheus",
                6,
                List.of(new Dashboard.Target("sum(", "", false)),
                panel.style(),
                null,
                List.of(),
                false,
                List.of(),
                "",
                Set.of(),
                Map.of(),
                List.of(),
                "");
        assertThatThrownBy(() -> board.draw(broken, new Choice(Range.HOUR, Map.of())))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("parse error");
    }

    private Drawing draw(String dashboard, String title) {
        return board.draw(panel(dashboard, title), Choice.of(dashboards.get(dashboard), Map.of("range", "1h")));
    }

    private Panel panel(String dashboard, String title) {
        return dashboards.get(dashboard).panels().stream()
                .filter(panel -> panel.title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
