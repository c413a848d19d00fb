package dev.orderflow.stores;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads logs from VictoriaLogs by LogsQL. Each line of an answer is one JSON object. */
public final class VictoriaLogsReader implements LogStore {

    private static final int LIMIT = 1000;

    /** The longest time for reading all lines of a window. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    /**
     * The longest window of one query: VictoriaLogs ends what takes over 30 s, and its lines are sent as fast as they
     * are read.
     */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final URI victoriaLogs;

    VictoriaLogsReader(URI victoriaLogs) {
        this.victoriaLogs = victoriaLogs;
    }

    @Override
    public List<Line> ofTrace(String traceId) {
        return Http.text(address(traceId))
                .lines()
                .map(Http.JSON::readTree)
                .map(line -> line(traceId, line))
                .sorted(Comparator.comparing(Line::time))
                .toList();
    }

    @Override
    public void readAll(Instant from, Instant until, Consumer<String> each) {
        for (var start = from; start.isBefore(until); start = start.plus(WINDOW)) {
            var end = start.plus(WINDOW).isBefore(until) ? start.plus(WINDOW) : until;
            var window = Map.of("query", "*", "start", start.toString(), "end", end.toString());
            Http.lines(Http.uri(victoriaLogs, "/select/logsql/query", window), TIMEOUT, each);
        }
    }

    @Override
    public void readLines(Instant from, Instant until, Consumer<Line> each) {
        readAll(from, until, text -> {
            var line = Http.JSON.readTree(text);
            each.accept(line(line.path("trace_id").asString(""), line));
        });
    }

    @Override
    public String query(String traceId) {
        return "trace_id:=\"" + traceId + "\"";
    }

    @Override
    public URI address(String traceId) {
        return Http.uri(
                victoriaLogs,
                "/select/logsql/query",
                Map.of("query", query(traceId), "limit", Integer.toString(LIMIT)));
    }

    @Override
    public Optional<String> page(String service, String word, String severity, String lookback) {
        var query = Stream.of(
                        service.isEmpty() ? "" : "\"service.name\":=\"%s\"".formatted(service),
                        word.isEmpty() ? "" : "\"%s\"".formatted(word),
                        severity.isEmpty() ? "" : "severity_text:=\"%s\"".formatted(severity))
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.joining(" "));
        return Optional.of(
                "%s/select/vmui/?#/?query=%s&g0.range_input=%s".formatted(victoriaLogs, Http.encoded(query), lookback));
    }

    @Override
    public List<Line> search(LogSearch search) {
        var parameters = Map.of(
                "query", query(search),
                "start", search.from().toString(),
                "end", search.until().toString(),
                "limit", Integer.toString(search.limit()));
        return Http.text(Http.uri(victoriaLogs, "/select/logsql/query", parameters))
                .lines()
                .map(Http.JSON::readTree)
                .map(line -> line(line.path("trace_id").asString(""), line))
                .sorted(Comparator.comparing(Line::time))
                .toList();
    }

    /** Returns the search in LogsQL: a phrase for each text. */
    static String query(LogSearch search) {
        var field = search.isOfMessages() ? "_msg" : quoted(search.field());
        return search.anyOf().stream().map(text -> field + ":" + quoted(text)).collect(Collectors.joining(" or "));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String toString() {
        return "VictoriaLogs at " + victoriaLogs;
    }

    static Line line(String traceId, JsonNode line) {
        var attributes = new HashMap<String, String>();
        line.properties()
                .forEach(
                        field -> attributes.put(field.getKey(), field.getValue().asString("")));
        return new Line(
                time(attributes.getOrDefault("_time", "")),
                attributes.getOrDefault("service.name", ""),
                traceId,
                attributes.getOrDefault("span_id", ""),
                // Its earlier versions called the field severity.
                attributes.getOrDefault("severity_text", attributes.getOrDefault("severity", "")),
                attributes.getOrDefault("_msg", ""),
                attributes);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
