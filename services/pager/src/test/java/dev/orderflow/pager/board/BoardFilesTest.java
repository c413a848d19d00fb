package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.board.Dashboard.Panel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The board has what the dashboards' files need. */
@PagerTest
class BoardFilesTest {

    static final Path FOLDER = Path.of("../../helm/observability/files/dashboards");

    @Autowired
    private Dashboards dashboards;

    @Autowired
    private Links links;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.dashboards", () -> FOLDER);
        properties.add("orderflow.pager.stores.prometheus.url", () -> "http://127.0.0.1:1");
        properties.add("orderflow.pager.stores.jaeger.link", () -> "http://jaeger.example.com");
        properties.add("orderflow.pager.stores.victorialogs.link", () -> "http://logs.example.com");
    }

    @Test
    void everyUnitAndWidthIsKnown() throws Exception {
        var style = Files.readString(Path.of("src/main/resources/static/assets/board.css"));
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                for (var panel : new JsonMapper().readTree(file.toFile()).path("panels")) {
                    if (panel.path("type").asString().equals("row")) {
                        continue;
                    }
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
                if (!Board.isRendered(panel) && !panel.type().equals("row")) {
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
                .contains("%22service.name%22%3A%3D%22order%22%20severity_text%3A%3D%22ERROR%22");
        assertThat(links.asked("{ span.db.system.name = \"postgresql\" }", choice))
                .isEmpty();
    }

    private List<Panel> panels() {
        return dashboards.all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .toList();
    }
}
