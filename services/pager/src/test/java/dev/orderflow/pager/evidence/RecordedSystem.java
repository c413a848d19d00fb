package dev.orderflow.pager.evidence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stores' answers, over HTTP: a trace and its lines as the system left them when a row was locked, and a page that
 * leads to them. To its SQL and its lines, HTML can be added.
 */
public final class RecordedSystem implements AutoCloseable {

    public static final String HTML = "<img src=x onerror=alert(3)>";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TRACES = Path.of("../walk/src/test/resources/traces");

    private final HttpServer server;
    private final String trace;
    private final JsonNode lines;
    private final String html;

    /** @param html that someone has put into SQL and lines; empty for them as they were recorded */
    public RecordedSystem(String html) {
        this.html = html;
        try {
            var comment = html.isEmpty() ? "" : "/* " + html + " */ ";
            trace = Files.readString(TRACES.resolve("locked-row.json")).replace("update stock set available", "update stock " + comment + "set available");
            lines = JSON.readTree(Files.readString(TRACES.resolve("locked-row.logs.json")));
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/rules", exchange -> answer(exchange, String.valueOf(exchange.getRequestURI().getQuery()).contains("record") ? "{}" : rules()));
        server.createContext("/api/v1/query", exchange -> answer(exchange, """
                {"data":{"resultType":"vector","result":[{"metric":{"service_name":"gateway"},"value":[1795566925,"12"]}]}}"""));
        server.createContext("/api/v1/query_exemplars", exchange -> answer(exchange, exemplars()));
        server.createContext("/api/traces/" + traceId(), exchange -> answer(exchange, trace));
        server.createContext("/select/logsql/query", exchange -> answer(exchange, logs()));
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String traceId() {
        return JSON.readTree(trace).at("/data/0/traceID").asString();
    }

    public int spans() {
        return JSON.readTree(trace).at("/data/0/spans").size();
    }

    private String rules() {
        return """
                {"data":{"groups":[{"rules":[{"name":"ErrorRateHigh","query":"up > 0","alerts":[{"state":"firing",
                 "labels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway"},
                 "annotations":{"summary":"5XX error rate crossed threshold",
                  "exemplar_query":"http_server_request_duration_seconds_bucket{service_name=\\"gateway\\"}"},
                 "activeAt":"2026-11-25T01:59:00Z","value":"0.2"}]}]}]}}""";
    }

    private String exemplars() {
        var root = JSON.readTree(trace).at("/data/0/spans/0/spanID").asString();
        return """
                {"data":[{"seriesLabels":{"error_type":"504"},"exemplars":[{"labels":{"trace_id":"%s","span_id":"%s"},
                 "value":"2.004","timestamp":1795571940.5}]}]}""".formatted(traceId(), root);
    }

    private String logs() {
        return lines.valueStream()
                .map(line -> {
                    var fields = new HashMap<>(Map.of(
                            "_time", line.path("time").asString(),
                            "service.name", line.path("service").asString(),
                            "severity", line.path("severity").asString(),
                            "_msg", line.path("message").asString() + html));
                    line.path("attributes").properties().forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
                    return JSON.writeValueAsString(fields);
                })
                .collect(Collectors.joining("\n"));
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
