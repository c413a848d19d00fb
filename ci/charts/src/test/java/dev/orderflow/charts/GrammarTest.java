package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Backend;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LokiReader;
import dev.orderflow.stores.TraceStore;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * LogQL and TraceQL of panels, links, data sources and walks parse by the grammars that Grafana publishes. They need
 * Node and npm's registry, and are left out without.
 */
class GrammarTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> LANGUAGES = Map.of("loki", "logql", "tempo", "traceql");

    private record Query(String language, String query) {}

    @BeforeAll
    static void install() throws Exception {
        Npm.install();
    }

    @Test
    void everyQueryOfLokiAndTempoParses() throws Exception {
        var queries = Stream.concat(
                        Dashboards.all().stream()
                                .flatMap(Dashboards.Dashboard::panels)
                                .flatMap(panel -> Stream.concat(asked(panel), linked(panel))),
                        Stream.concat(datasources(), walked()))
                .distinct()
                .toList();
        assertThat(queries).extracting(Query::language).contains("logql", "traceql");
        var errors = errors(queries);
        for (int i = 0; i < queries.size(); i++) {
            assertThat(errors.get(i)).as(queries.get(i).toString()).isEmpty();
        }
    }

    @Test
    void oneThatIsNoneIsFound() throws Exception {
        assertThat(errors(List.of(
                        new Query("logql", "{service_name=\"order\"} |= "),
                        new Query("logql", "service_name=\"order\""),
                        new Query("traceql", "{ resource.service.name = }"),
                        new Query("traceql", "{ status = error"))))
                .allSatisfy(errors -> assertThat(errors).isNotEmpty());
    }

    /** What a panel asks of stores other than Prometheus. */
    private static Stream<Query> asked(Map<String, Object> panel) {
        return Stream.ofNullable(LANGUAGES.get(Dashboards.datasource(panel)))
                .flatMap(language -> Dashboards.queries(panel).map(query -> new Query(language, filled(query))));
    }

    private static Stream<Query> linked(Map<String, Object> panel) {
        return each(panel, "links")
                .map(link -> (String) link.get("url"))
                .filter(url -> url.startsWith("/explore"))
                .map(url ->
                        map(map(Chart.yaml(URLDecoder.decode(url.replaceFirst(".*panes=", ""), StandardCharsets.UTF_8))
                                        .getFirst())
                                .get("a")))
                .flatMap(pane -> each(pane, "queries")
                        .map(query -> new Query(LANGUAGES.get((String) pane.get("datasource")), filled((String)
                                query.getOrDefault("expr", query.get("query"))))));
    }

    /** From a trace to its lines. */
    private static Stream<Query> datasources() {
        return each(Alerts.yaml(Chart.ROOT.resolve("helm/observability/files/datasources.yaml")), "datasources")
                .map(datasource -> map(map(datasource.get("jsonData")).getOrDefault("tracesToLogsV2", Map.of())))
                .filter(logs -> logs.containsKey("query"))
                .map(logs -> new Query("logql", filled((String) logs.get("query"))));
    }

    /** What a walk asks, of names that must be quoted. */
    private static Stream<Query> walked() {
        var search = new TraceStore.Search(
                "order",
                "say \"SELECT\" \\ order",
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(60),
                20,
                Duration.ofMillis(1500));
        var address = Backend.TEMPO.traces(URI.create("http://tempo:3200")).address(search);
        var traceql = Stream.of(address.getRawQuery().split("&"))
                .filter(parameter -> parameter.startsWith("q="))
                .map(parameter -> URLDecoder.decode(parameter.substring(2), StandardCharsets.UTF_8))
                .map(query -> new Query("traceql", query));
        var logql = Backend.LOKI.logs(URI.create("http://loki:3100")).query("4bf92f3577b34da6a3ce929d0e0e4736");
        var logs = Stream.of("message", "exception.stacktrace")
                .map(field -> new LogSearch(
                        field, List.of("(53300) \\ \"no\"", "too many"), Instant.EPOCH, Instant.EPOCH, 20))
                .map(LokiReader::query);
        return Stream.concat(traceql, Stream.concat(Stream.of(logql), logs).map(query -> new Query("logql", query)));
    }

    /** Something in the places of Grafana's variables. */
    private static String filled(String query) {
        return query.replace("$${__tags}", "service_name=\"order\"").replaceAll("\\$\\$?(\\{[^}]+}|\\w+)", "order");
    }

    private static List<List<String>> errors(List<Query> queries) throws Exception {
        var file = Npm.file("queries.json", JSON.writeValueAsString(queries));
        return Npm.run("parse.js", List.of(file))
                .valueStream()
                .map(found -> found.valueStream().map(error -> error.asString()).toList())
                .toList();
    }
}
