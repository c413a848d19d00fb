package dev.orderflow.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays recorded telemetry over HTTP, as the stores of both stacks return it: the trace and log lines of a real
 * fault, and a firing page that leads to them. Can add HTML to SQL and log lines, for tests of escaping.
 */
public final class RecordedSystem implements AutoCloseable {

    public static final String HTML = "<img src=x onerror=alert(3)>";

    private static final JsonMapper JSON = new JsonMapper();

    /** The folder of recordings, relative to the working directory of any module's tests. */
    private static final Path TRACES = Path.of("../../services/walk/src/test/resources/traces");

    private final HttpServer server;
    private final String document;
    private final JsonNode trace;
    private final JsonNode lines;
    private volatile String answer;
    private volatile BinaryOperator<String> change = (path, body) -> body;
    private final String html;

    /** @param name of a recording, as {@code make record-traces} names it */
    public RecordedSystem(String name) {
        this(name, "");
    }

    /**
     * Starts the server.
     *
     * @param html added to the SQL on the stock and to log lines; empty for none
     */
    public RecordedSystem(String name, String html) {
        this.html = html;
        try {
            var comment = html.isEmpty() ? "" : "/* " + html + " */ ";
            document = Files.readString(TRACES.resolve(name + ".json"))
                    .replace("update stock set available", "update stock " + comment + "set available");
            trace = JSON.readTree(document).at("/data/0");
            answer = document;
            lines = JSON.readTree(Files.readString(TRACES.resolve(name + ".logs.json")));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/api/v1/rules",
                exchange -> answer(
                        exchange,
                        200,
                        String.valueOf(exchange.getRequestURI().getQuery()).contains("record") ? "{}" : rules()));
        server.createContext("/api/v1/query", exchange -> answer(exchange, 200, vector(exchange)));
        server.createContext("/api/v1/query_exemplars", exchange -> answer(exchange, 200, exemplars()));
        server.createContext("/api/v1/labels", exchange -> answer(exchange, 200, "{\"data\":[\"service_name\"]}"));
        server.createContext(
                "/api/v1/label/service_name/values",
                exchange -> answer(exchange, 200, "{\"data\":[\"gateway\",\"order\"]}"));
        server.createContext("/api/services", exchange -> answer(exchange, 200, "{\"data\":[\"gateway\"]}"));
        server.createContext("/api/traces", exchange -> answer(exchange, 200, answer));
        server.createContext("/api/traces/", exchange -> answer(exchange, 404, "{}"));
        server.createContext("/api/traces/" + traceId(), exchange -> answer(exchange, 200, answer));
        server.createContext("/select/logsql/query", exchange -> answer(exchange, 200, logs()));
        server.createContext(
                "/api/v2/search/tag/resource.service.name/values",
                exchange -> answer(exchange, 200, GrafanaJson.services(trace)));
        server.createContext("/api/search", exchange -> answer(exchange, 200, GrafanaJson.search(trace)));
        server.createContext("/api/v2/traces/", exchange -> answer(exchange, 404, "{}"));
        server.createContext(
                "/api/v2/traces/" + traceId(), exchange -> answer(exchange, 200, GrafanaJson.traceById(trace)));
        server.createContext(
                "/loki/api/v1/query_range", exchange -> answer(exchange, 200, GrafanaJson.streams(lines, html)));
        server.start();
    }

    /** Returns the address of Prometheus and of the trace and log stores of both stacks. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns another answer instead of the trace from now on. */
    public void replaceTrace(String answer) {
        this.answer = answer;
    }

    /** Sets a function that changes each answer; its arguments are the path and the body. */
    public void change(BinaryOperator<String> change) {
        this.change = change;
    }

    /** Returns the trace again from now on. */
    public void restoreTrace() {
        answer = document;
    }

    public String traceId() {
        return trace.path("traceID").asString();
    }

    public int spans() {
        return trace.path("spans").size();
    }

    /** Returns the start of the trace's first span. */
    public Instant began() {
        return trace.path("spans")
                .valueStream()
                .map(span -> Instant.EPOCH.plus(span.path("startTime").asLong(), ChronoUnit.MICROS))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Returns a value for the expression of the page, and for its series. A recording has no other metrics. */
    private static String vector(HttpExchange exchange) {
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        var isRecorded = query.contains("query=up") || query.contains("query=topk");
        var value = "{\"metric\":{\"service_name\":\"gateway\"},\"value\":[1795566925,\"12\"]}";
        return "{\"data\":{\"resultType\":\"vector\",\"result\":[" + (isRecorded ? value : "") + "]}}";
    }

    private static String rules() {
        return """
                {"data":{"groups":[{"rules":[{"name":"ErrorRateHigh","query":"up > 0","alerts":[{"state":"firing",
                 "labels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway"},
                 "annotations":{"summary":"5XX error rate crossed threshold",
                  "exemplar_query":"http_server_request_duration_seconds_bucket{service_name=\\"gateway\\"}"},
                 "activeAt":"2026-11-25T01:59:00Z","value":"0.2"}]}]}]}}""";
    }

    /** Returns an exemplar of the root span. */
    private String exemplars() {
        var root = trace.path("spans")
                .valueStream()
                .filter(span -> span.path("references").isEmpty())
                .findFirst()
                .orElseThrow();
        return """
                {"data":[{"seriesLabels":{"error_type":"504"},"exemplars":[{"labels":{"trace_id":"%s","span_id":"%s"},
                 "value":"2.004","timestamp":1795571940.5}]}]}""".formatted(traceId(), root.path("spanID").asString());
    }

    private String logs() {
        return lines.valueStream()
                .map(line -> {
                    var fields = new HashMap<>(Map.of(
                            "_time", line.path("time").asString(),
                            "service.name", line.path("service").asString(),
                            "severity", line.path("severity").asString(),
                            "_msg", line.path("message").asString() + html));
                    line.path("attributes")
                            .properties()
                            .forEach(field ->
                                    fields.put(field.getKey(), field.getValue().asString("")));
                    return JSON.writeValueAsString(fields);
                })
                .collect(Collectors.joining("\n"));
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = change.apply(exchange.getRequestURI().getPath(), body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
