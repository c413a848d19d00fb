package dev.orderflow.pager.board;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.board.Dashboard.Link;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.Backend.Signal;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.TraceStore;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Translates links of Grafana's dashboards to pages that exist without Grafana: the board's, and those of the stores
 * themselves.
 */
@Component
class Links {

    private static final Pattern DASHBOARD = Pattern.compile("/d/([\\w-]+)\\?\\$\\{__url_time_range}(.*)");
    private static final Pattern LABEL = Pattern.compile("\\$\\{__field\\.labels\\.(\\w+)}|\\{\\{\\s*(\\w+)\\s*}}");

    private static final Pattern TRACEQL =
            Pattern.compile("\\{ resource\\.service\\.name = \\\\?\"([\\w.-]+)\\\\?\"( && status = error)? }");
    private static final Pattern LOGQL = Pattern.compile(
            "\\{service_name=(?:~\\\\?\"\\.\\+|\\\\?\"([\\w.-]+))\\\\?\"}(?: \\|= \\\\?\"(\\w+)\\\\?\")?(?: \\| "
                    + "severity_text=\\\\?\"(\\w+)\\\\?\")?");

    /** At the addresses at which people reach them; empty where they reach none. */
    private final Optional<TraceStore> traces;

    private final Optional<LogStore> logs;

    Links(PagerProperties properties) {
        var links = properties.addresses().links();
        traces = Backend.of(Signal.TRACES).stream()
                .flatMap(backend -> Stream.ofNullable(links.get(backend)).map(backend::traces))
                .findFirst();
        logs = Backend.of(Signal.LOGS).stream()
                .flatMap(backend -> Stream.ofNullable(links.get(backend)).map(backend::logs))
                .findFirst();
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

    /** The store's own page that answers a query of Tempo or Loki; empty where it has no such page. */
    String asked(String query, Choice choice) {
        var traceql = TRACEQL.matcher(query);
        if (traceql.find()) {
            return traces.flatMap(store -> store.page(
                            traceql.group(1),
                            traceql.group(2) != null,
                            choice.range().id()))
                    .orElse("");
        }
        var logql = LOGQL.matcher(query);
        if (logql.find()) {
            return logs.flatMap(store -> store.page(
                            Objects.requireNonNullElse(logql.group(1), ""),
                            Objects.requireNonNullElse(logql.group(2), ""),
                            Objects.requireNonNullElse(logql.group(3), ""),
                            choice.range().id()))
                    .orElse("");
        }
        return "";
    }

    /** The page on which a person sees a trace; empty for nowhere. */
    String trace(String id) {
        return traces.flatMap(store -> store.page(id)).orElse("");
    }

    /** A text with the labels' values in their places. */
    static String labeled(String text, Map<String, String> labels, boolean encoded) {
        return LABEL.matcher(text).replaceAll(match -> {
            var value = labels.getOrDefault(match.group(1) == null ? match.group(2) : match.group(1), "");
            return Matcher.quoteReplacement(encoded ? encoded(value) : value);
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
