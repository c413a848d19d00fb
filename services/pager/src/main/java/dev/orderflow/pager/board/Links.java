package dev.orderflow.pager.board;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.PagerProperties.Store;
import dev.orderflow.pager.board.Dashboard.Link;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Where the links of Grafana's dashboards lead without Grafana: to the board, to Jaeger, to VictoriaLogs. */
@Component
class Links {

    private static final Pattern DASHBOARD = Pattern.compile("/d/([\\w-]+)\\?\\$\\{__url_time_range}(.*)");
    private static final Pattern LABEL = Pattern.compile("\\$\\{__field\\.labels\\.(\\w+)}|\\{\\{\\s*(\\w+)\\s*}}");

    private static final Pattern TRACEQL =
            Pattern.compile("\\{ resource\\.service\\.name = \\\\?\"([\\w.-]+)\\\\?\"( && status = error)? }");
    private static final Pattern LOGQL = Pattern.compile(
            "\\{service_name=(?:~\\\\?\"\\.\\+|\\\\?\"([\\w.-]+))\\\\?\"}(?: \\|= \\\\?\"(\\w+)\\\\?\")?(?: \\| "
                    + "severity_text=\\\\?\"(\\w+)\\\\?\")?");

    private final PagerProperties.Stores stores;

    Links(PagerProperties properties) {
        this.stores = properties.stores();
    }

    /** A panel's links, without those that lead nowhere here. */
    List<Link> onward(List<Link> links, Choice choice) {
        return links.stream()
                .map(link -> new Link(link.title(), onward(link.url(), choice, Map.of())))
                .filter(link -> !link.url().isEmpty())
                .toList();
    }

    /** @param labels of the series that leads there; empty where it leads nowhere here */
    String onward(String url, Choice choice, Map<String, String> labels) {
        var dashboard = DASHBOARD.matcher(url);
        if (dashboard.matches()) {
            return "/board/%s?range=%s%s"
                    .formatted(
                            dashboard.group(1),
                            choice.range().id(),
                            choice.in(labeled(dashboard.group(2), labels, true)));
        }
        return asked(choice.in(URLDecoder.decode(url, StandardCharsets.UTF_8)), choice);
    }

    /** The same question, of the stores that there are: a query of Tempo of Jaeger, one of Loki of VictoriaLogs. */
    String asked(String query, Choice choice) {
        var traces = TRACEQL.matcher(query);
        if (traces.find()) {
            return at(stores.jaeger())
                    .map(jaeger -> "%s/search?service=%s&limit=20&lookback=%s%s"
                            .formatted(
                                    jaeger,
                                    traces.group(1),
                                    choice.range().id(),
                                    traces.group(2) == null ? "" : "&tags=" + encoded("{\"error\":\"true\"}")))
                    .orElse("");
        }
        var logs = LOGQL.matcher(query);
        if (logs.find()) {
            return at(stores.victorialogs())
                    .map(victoriaLogs -> "%s/select/vmui/?#/?query=%s&g0.range_input=%s"
                            .formatted(
                                    victoriaLogs,
                                    encoded(logsql(logs)),
                                    choice.range().id()))
                    .orElse("");
        }
        return "";
    }

    /** Where a person sees a trace; empty for nowhere. */
    String trace(String id) {
        return at(stores.jaeger())
                .map(jaeger -> jaeger + "/trace/" + encoded(id))
                .orElse("");
    }

    /** A text with the labels' values in their places. */
    static String labeled(String text, Map<String, String> labels, boolean encoded) {
        return LABEL.matcher(text).replaceAll(match -> {
            var value = labels.getOrDefault(match.group(1) == null ? match.group(2) : match.group(1), "");
            return Matcher.quoteReplacement(encoded ? encoded(value) : value);
        });
    }

    private static String logsql(Matcher logs) {
        var conditions = List.of(
                logs.group(1) == null ? "" : "\"service.name\":=\"%s\"".formatted(logs.group(1)),
                logs.group(2) == null ? "" : "\"%s\"".formatted(logs.group(2)),
                logs.group(3) == null ? "" : "severity:=\"%s\"".formatted(logs.group(3)));
        return String.join(
                " ",
                conditions.stream().filter(condition -> !condition.isEmpty()).toList());
    }

    private static Optional<URI> at(Store store) {
        return Optional.ofNullable(store.link());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
