package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Dashboards.Dashboard;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The dashboards are whole, lead on, and ask for what there is. That there is data is for the running cluster to say.
 */
class DashboardsTest {

    private static final List<Dashboard> DASHBOARDS = Dashboards.all();

    /** The panels that Grafana renders, and whoever else reads these files. */
    private static final Set<String> TYPES = Set.of("timeseries", "stat", "table", "logs");

    /** Grafana's own begin with two underscores. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(?!_)([a-z]\\w*)");

    private static final Pattern TO_DASHBOARD =
            Pattern.compile("/d/([a-z-]+)\\?\\$\\{__url_time_range}(?:&var-(\\w+)=.+)?");
    private static final Pattern RECORDED = Pattern.compile("\\b\\w+(?::\\w+)+");

    @TempDir
    private Path folder;

    @Test
    void theyAreTheOnesOfTheDesign() {
        assertThat(DASHBOARDS)
                .extracting(dashboard -> dashboard.content().get("title"))
                .containsExactlyInAnyOrder("Night shift", "Service", "Resources", "Order flow", "Telemetry", "On call");
    }

    /** The file's name is the identifier, so that it stays, and is given once. */
    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void aDashboardHasAllThatGrafanaReads(Dashboard dashboard) {
        assertThat(dashboard.file()).hasFileName(dashboard.uid() + ".json");
        assertThat(dashboard.content())
                .containsKeys("title", "description", "time", "refresh", "annotations", "templating", "panels")
                .containsEntry("schemaVersion", 42)
                .containsEntry("tags", List.of("orderflow"));
        assertThat(dashboard.annotations())
                .extracting(annotation -> annotation.get("name"))
                .containsExactly("Deploys", "Scalings");
    }

    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void aPanelSaysWhatItShowsInWhichUnitAndWhereToGoNext(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.get("type")).isIn(TYPES);
            assertThat((String) panel.get("title")).isNotBlank();
            assertThat((String) panel.get("description")).endsWith(".");
            assertThat((String)
                            map(map(panel.get("fieldConfig")).get("defaults")).get("unit"))
                    .isNotBlank();
            assertThat(each(panel, "links")).isNotEmpty().allSatisfy(link -> {
                assertThat((String) link.get("title")).isNotBlank();
                assertLeadsOn((String) link.get("url"), dashboard, panel);
            });
            assertThat(each(map(map(panel.get("fieldConfig")).get("defaults")), "links"))
                    .allSatisfy(link -> assertLeadsOn((String) link.get("url"), dashboard, panel));
        });
    }

    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void everyPanelHasANumberATitleAndAPlaceOfItsOwn(Dashboard dashboard) {
        assertThat(dashboard.parts().map(panel -> panel.get("id"))).doesNotHaveDuplicates();
        assertThat(dashboard.parts().map(panel -> panel.get("title"))).doesNotHaveDuplicates();
        var taken = new HashSet<List<Integer>>();
        dashboard.parts().forEach(panel -> {
            var place = map(panel.get("gridPos"));
            int left = (int) place.get("x"), top = (int) place.get("y"), right = left + (int) place.get("w");
            assertThat(right).as(panel.get("title") + " ends within the grid").isLessThanOrEqualTo(24);
            for (int x = left; x < right; x++) {
                for (int y = top; y < top + (int) place.get("h"); y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s covers another at %d, %d", panel.get("title"), x, y)
                            .isTrue();
                }
            }
        });
    }

    /** Else the axis of what is always zero, as an error rate should be, goes to 100, which of a share are 10,000 %. */
    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void theAxisOfNothingIsShort(Dashboard dashboard) {
        assertThat(dashboard.panels())
                .filteredOn(panel -> panel.get("type").equals("timeseries"))
                .allSatisfy(panel -> {
                    var defaults = map(map(panel.get("fieldConfig")).get("defaults"));
                    assertThat(defaults.containsKey("max")
                                    || map(defaults.get("custom")).containsKey("axisSoftMax"))
                            .as(panel.get("title").toString())
                            .isTrue();
                });
    }

    /** An empty panel says why: whoever sees it must not look for what is broken. */
    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void whatMayBeEmptySaysWhy(Dashboard dashboard) {
        assertThat(dashboard.panels().filter(panel -> !panel.get("type").equals("stat")))
                .allSatisfy(panel -> assertThat(
                                (String) map(map(panel.get("fieldConfig")).get("defaults"))
                                        .get("noValue"))
                        .as((String) panel.get("title"))
                        .isNotBlank());
    }

    /** From symptom to cause, under titles. */
    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void aDashboardBeginsWithARow(Dashboard dashboard) {
        assertThat(dashboard.parts().findFirst())
                .hasValueSatisfying(first -> assertThat(first).containsEntry("type", "row"));
    }

    /** Each column that a table shows has a name for people, and its value too, unless all of them are 1. */
    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void theColumnsOfATableHaveNames(Dashboard dashboard) {
        assertThat(dashboard
                        .panels()
                        .filter(panel -> panel.get("type").equals("table"))
                        .filter(panel -> Dashboards.datasource(panel).equals("prometheus")))
                .allSatisfy(panel -> {
                    var options = map(each(panel, "transformations")
                            .findFirst()
                            .orElseThrow()
                            .get("options"));
                    var shown = new HashSet<>(map(options.get("renameByName")).keySet());
                    shown.addAll(map(options.get("excludeByName")).keySet());
                    assertThat(shown).as((String) panel.get("title")).contains("Value", "Time");
                });
    }

    /** Who has learned that a color is the order service has learned it for each panel. */
    @Test
    void aSeriesHasOneColorEverywhere() {
        var colors = new HashMap<String, Set<Object>>();
        DASHBOARDS.stream()
                .flatMap(Dashboard::panels)
                .flatMap(panel -> each(map(panel.get("fieldConfig")), "overrides"))
                .forEach(override -> each(override, "properties")
                        .filter(property -> property.get("id").equals("color"))
                        .forEach(property -> colors.computeIfAbsent(
                                        (String) map(override.get("matcher")).get("options"), _ -> new HashSet<>())
                                .add(map(property.get("value")).get("fixedColor"))));
        assertThat(colors).containsKeys("gateway", "payment", "p99", "limit");
        assertThat(colors).allSatisfy((name, some) -> assertThat(some).as(name).hasSize(1));
    }

    /** A panel whose lines are the services has a color for each of them. */
    @Test
    void everyServiceHasAColor() {
        assertThat(DASHBOARDS.stream()
                        .flatMap(Dashboard::panels)
                        .filter(panel -> each(panel, "targets")
                                .anyMatch(target -> "{{service_name}}".equals(target.get("legendFormat")))))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(each(map(panel.get("fieldConfig")), "overrides")
                                .map(override -> map(override.get("matcher")).get("options")))
                        .as((String) panel.get("title"))
                        .containsAll(ServiceList.of(Chart.ROOT).entries().keySet()));
    }

    @ParameterizedTest
    @FieldSource("DASHBOARDS")
    void everyVariableIsUsedAndEveryOneUsedIsThere(Dashboard dashboard) {
        var used = dashboard
                .panels()
                .flatMap(panel -> VARIABLE.matcher(panel.toString()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used)
                .isEqualTo(dashboard
                        .variables()
                        .map(variable -> variable.get("name"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void noTwoPanelsAskTheSame() {
        var asked = new HashMap<Set<String>, String>();
        DASHBOARDS.forEach(dashboard -> dashboard.panels().forEach(panel -> {
            var before = asked.put(
                    Dashboards.queries(panel).collect(Collectors.toSet()), dashboard + ": " + panel.get("title"));
            assertThat(before)
                    .as(dashboard + ": " + panel.get("title") + " asks what this one does")
                    .isNull();
        }));
    }

    @Test
    void everyPromQlParses() throws Exception {
        var queries = DASHBOARDS.stream()
                .flatMap(Dashboard::promql)
                .distinct()
                .map(query -> VARIABLE.matcher(query).replaceAll("x"))
                .toList();
        var rules = new ArrayList<Map<String, Object>>();
        queries.forEach(query -> rules.add(Map.of("record", "query:" + rules.size(), "expr", query)));
        var file = folder.resolve("queries.yaml");
        Files.writeString(file, new Yaml().dump(Map.of("groups", List.of(Map.of("name", "queries", "rules", rules)))));
        var result = new Tool("promtool").run(List.of("check", "rules", file.toString()));
        assertThat(result.succeeded()).as(result.output() + result.errors()).isTrue();
        assertThat(result.output()).contains(queries.size() + " rules found");
    }

    @Test
    void everyRecordedSeriesIsRecorded() {
        var recorded = Alerts.rules().stream()
                .map(rule -> (String) rule.getOrDefault("record", ""))
                .collect(Collectors.toSet());
        assertThat(DASHBOARDS.stream()
                        .flatMap(Dashboard::promql)
                        .flatMap(query -> RECORDED.matcher(query.replaceAll("\\[[^]]*]|\"[^\"]*\"", ""))
                                .results()))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(recorded).contains(match.group()));
    }

    /** Whoever sees that something is slow opens one that was. */
    @Test
    void whereALatencyIsDrawnExemplarsAreOn() {
        assertThat(DASHBOARDS.stream()
                        .flatMap(Dashboard::panels)
                        .filter(panel -> panel.get("type").equals("timeseries"))
                        .filter(panel -> Dashboards.queries(panel)
                                .anyMatch(query -> query.contains("_duration_seconds_bucket"))))
                .hasSizeGreaterThan(5)
                .allSatisfy(panel -> assertThat(each(panel, "targets"))
                        .as((String) panel.get("title"))
                        .anySatisfy(target -> assertThat(target)
                                .containsEntry("exemplar", true)
                                .extractingByKey("expr")
                                .asString()
                                .contains("_duration_seconds_bucket")));
    }

    @Test
    void theChartRendersEveryDashboardForTheSidecar() throws Exception {
        var rendered = new Chart("observability")
                .render().stream()
                        .filter(manifest -> map(map(manifest.get("metadata")).getOrDefault("labels", Map.of()))
                                .containsKey("grafana_dashboard"))
                        .flatMap(manifest -> map(manifest.get("data")).keySet().stream());
        assertThat(rendered)
                .containsExactlyInAnyOrderElementsOf(
                        DASHBOARDS.stream().map(Dashboard::toString).toList());
    }

    @Test
    void thePagersBoardHasEveryDashboard() throws Exception {
        var mounted = Chart.pods(new Chart("observability").render())
                .filter(pod -> pod.getKey().equals("StatefulSet/pager"))
                .flatMap(pod -> each(pod.getValue(), "volumes"))
                .filter(volume -> volume.get("name").equals("dashboards"))
                .flatMap(volume -> each(map(volume.get("projected")), "sources"))
                .map(source -> map(source.get("configMap")).get("name"));
        assertThat(mounted)
                .containsExactlyInAnyOrderElementsOf(DASHBOARDS.stream()
                        .map(dashboard -> "dashboard-" + dashboard.uid())
                        .toList());
    }

    /**
     * To another place, with the time; to a dashboard with a variable that it has; to Explore with a query that can be
     * read.
     */
    private static void assertLeadsOn(String url, Dashboard from, Map<String, Object> panel) {
        var dashboard = TO_DASHBOARD.matcher(url);
        if (dashboard.matches()) {
            var target = DASHBOARDS.stream()
                    .filter(each -> each.uid().equals(dashboard.group(1)))
                    .findFirst();
            assertThat(target)
                    .as("%s: %s leads to %s", from, panel.get("title"), url)
                    .isPresent();
            assertThat(Stream.ofNullable(dashboard.group(2)))
                    .isSubsetOf(target.get()
                            .variables()
                            .map(variable -> (String) variable.get("name"))
                            .toList());
        } else {
            assertThat(url).startsWith("/explore?schemaVersion=1&panes=");
            var pane = map(map(Chart.yaml(URLDecoder.decode(url.replaceFirst(".*panes=", ""), StandardCharsets.UTF_8))
                            .getFirst())
                    .get("a"));
            assertThat(pane.get("datasource")).isIn("tempo", "loki");
            assertThat(map(pane.get("range"))).containsEntry("from", "${__from}");
            assertThat(each(pane, "queries")).hasSize(1);
        }
    }
}
