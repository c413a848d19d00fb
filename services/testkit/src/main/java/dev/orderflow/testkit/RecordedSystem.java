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
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stores' answers, over HTTP: a trace and its lines as the system left them in a real fault, and a page that leads
 * to them. To its SQL and its lines, HTML can be added.
 */
public final class RecordedSystem implements AutoCloseable {

    public static final String HTML = "<img src=x onerror=alert(3)>";

    private static final JsonMapper JSON = new JsonMapper();

    /** Of each module beside it. */
    private static final Path TRACES = Path.of("../../services/walk/src/test/resources/traces");

    private final HttpServer server;
    private final String document;
    private final JsonNode trace;
    private final JsonNode lines;
    private volatile String answer;
    private final String html;

    /** @param name of a recording, as {@code make record-traces} calls it */
    public RecordedSystem(String name) {
        this(name, "");
    }

    /** @param html that someone has put into the stock's SQL and into lines; empty for them as they were recorded */
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
        server.createContext("/api/v1/query", exchange -> answer(exchange, 200, """
                {"data":{"resultType":"vector","result":[{"metric":{"service_name":"gateway"},"value":[1795566925,"12"]}]}}"""));
        server.createContext("/api/v1/query_exemplars", exchange -> answer(exchange, 200, exemplars()));
        server.createContext("/api/traces", exchange -> answer(exchange, 200, answer));
        server.createContext("/api/traces/", exchange -> answer(exchange, 404, "{}"));
        server.createContext("/api/traces/" + traceId(), exchange -> answer(exchange, 200, answer));
        server.createContext("/select/logsql/query", exchange -> answer(exchange, 200, logs()));
        server.start();
    }

    /** Of Prometheus, Jaeger and VictoriaLogs alike. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers with this instead of the trace. */
    public void replaceTrace(String answer) {
        this.answer = answer;
    }

    /** Answers with the trace again. */
    public void restoreTrace() {
        answer = document;
    }

    public String traceId() {
        return trace.path("traceID").asString();
    }

    public int spans() {
        return trace.path("spans").size();
    }

    /** When its first span began. */
    public Instant began() {
        return trace.path("spans")
                .valueStream()
                .map(span -> Instant.EPOCH.plus(span.path("startTime").asLong(), ChronoUnit.MICROS))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static String rules() {
        return """
                {"data":{"groups":[{"rules":[{"name":"ErrorRateHigh","query":"up > 0","alerts":[{"state":"firing",
                 "labels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway"},
                 "annotations":{"summary":"5XX error rate crossed threshold",
                  "exemplar_query":"http_server_request_duration_seconds_bucket{service_name=\\"gateway\\"}"},
                 "activeAt":"2026-11-25T01:59:00Z","value":"0.2"}]}]}]}}""";
    }

    /** Of the request that entered the system. */
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

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
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
