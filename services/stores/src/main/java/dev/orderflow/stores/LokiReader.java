package dev.orderflow.stores;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads logs from Loki by LogQL. Attributes that arrived by OTLP are Loki's structured metadata. */
public final class LokiReader implements LogStore {

    private static final String PATH = "/loki/api/v1/query_range";

    private static final int LIMIT = 1000;

    /** The selector of all lines. Loki sets the label service_name itself if the resource names no service. */
    private static final String ALL = "{service_name=~\".+\"}";

    /** How far back a search for a trace id goes: an id does not contain its time. No stack keeps lines for longer. */
    private static final String SINCE = "24h";

    /** Characters with a special meaning in RE2's regular expressions. */
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    private final URI loki;

    LokiReader(URI loki) {
        this.loki = loki;
    }

    @Override
    public List<Line> ofTrace(String traceId) {
        return Http.json(address(traceId))
                .path("data")
                .path("result")
                .valueStream()
                .flatMap(stream -> lines(traceId, stream))
                .sorted(Comparator.comparing(Line::time))
                .toList();
    }

    /**
     * Requests a thousand lines at a time, each time from the last line's time on: that line comes again, together with
     * others of the same nanosecond that may not have been passed on yet.
     */
    @Override
    public void readAll(Instant from, Instant until, Consumer<String> each) {
        read(from, until, line -> each.accept(line.text()));
    }

    @Override
    public void readLines(Instant from, Instant until, Consumer<Line> each) {
        read(from, until, line -> each.accept(line("", line.stream(), line.value())));
    }

    private void read(Instant from, Instant until, Consumer<RawLine> each) {
        var end = nanos(until);
        var begin = nanos(from);
        var passedOn = Set.<String>of();
        while (true) {
            var lines = page(begin, end);
            var last = lines.isEmpty() ? begin : lines.getLast().nanos();
            var before = passedOn;
            lines.stream().filter(line -> !before.contains(line.text())).forEach(each);
            if (lines.size() < LIMIT) {
                return;
            }
            if (last == begin) {
                throw new StoreException("%s has more than %d lines of one nanosecond, %d: the rest cannot be read"
                        .formatted(this, LIMIT - 1, begin));
            }
            passedOn = lines.stream()
                    .filter(line -> line.nanos() == last)
                    .map(RawLine::text)
                    .collect(Collectors.toSet());
            begin = last;
        }
    }

    /** A line as Loki returns it: its stream's labels; its time, its text and its metadata. */
    private record RawLine(JsonNode stream, JsonNode value) {

        long nanos() {
            return value.path(0).asLong();
        }

        String text() {
            return stream + " " + value;
        }
    }

    private List<RawLine> page(long begin, long end) {
        var parameters = Map.of(
                "query", ALL,
                "start", Long.toString(begin),
                "end", Long.toString(end),
                "direction", "forward",
                "limit", Integer.toString(LIMIT));
        return Http.json(loki, PATH, parameters)
                .path("data")
                .path("result")
                .valueStream()
                .flatMap(stream ->
                        stream.path("values").valueStream().map(value -> new RawLine(stream.path("stream"), value)))
                .sorted(Comparator.comparingLong(RawLine::nanos))
                .toList();
    }

    private static long nanos(Instant time) {
        return ChronoUnit.NANOS.between(Instant.EPOCH, time);
    }

    @Override
    public String query(String traceId) {
        return ALL + " | trace_id=\"" + traceId + "\"";
    }

    @Override
    public URI address(String traceId) {
        return Http.uri(
                loki,
                PATH,
                Map.of(
                        "query",
                        query(traceId),
                        "since",
                        SINCE,
                        "direction",
                        "forward",
                        "limit",
                        Integer.toString(LIMIT)));
    }

    @Override
    public List<Line> search(LogSearch search) {
        var parameters = Map.of(
                "query", query(search),
                "start", search.from().toString(),
                "end", search.until().toString(),
                "direction", "backward", // of too many the latest, as VictoriaLogs
                "limit", Integer.toString(search.limit()));
        return Http.json(loki, "/loki/api/v1/query_range", parameters)
                .path("data")
                .path("result")
                .valueStream()
                .flatMap(stream -> lines("", stream))
                .sorted(Comparator.comparing(Line::time))
                .toList();
    }

    /** Returns the search in LogQL: a regular expression of the texts, on the line or on its structured metadata. */
    public static String query(LogSearch search) {
        var anyOf = search.anyOf().stream()
                .map(text -> SPECIAL.matcher(text).replaceAll("\\\\$0"))
                .collect(Collectors.joining("|", "(", ")"));
        return "{service_name=~\".+\"} "
                + (search.isOfMessages()
                        ? "|~ " + quoted(anyOf)
                        : "| " + search.field().replace('.', '_') + "=~" + quoted("(?s).*" + anyOf + ".*"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String toString() {
        return "Loki at " + loki;
    }

    /** Reads structured metadata from the stream's labels, or from beside the line if Loki returns it separately. */
    private static Stream<Line> lines(String traceId, JsonNode stream) {
        return stream.path("values").valueStream().map(value -> line(traceId, stream.path("stream"), value));
    }

    private static Line line(String traceId, JsonNode stream, JsonNode value) {
        var attributes = new HashMap<String, String>();
        Stream.of(
                        stream,
                        value.path(2).path("structuredMetadata"),
                        value.path(2).path("parsed"))
                .flatMap(labels -> labels.properties().stream())
                .forEach(
                        label -> attributes.put(label.getKey(), label.getValue().asString("")));
        return new Line(
                Instant.ofEpochSecond(0, value.path(0).asLong()),
                attributes.getOrDefault("service_name", ""),
                traceId.isEmpty() ? attributes.getOrDefault("trace_id", "") : traceId,
                attributes.getOrDefault("span_id", ""),
                attributes.getOrDefault("severity_text", ""),
                value.path(1).asString(""),
                attributes);
    }
}
