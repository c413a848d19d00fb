package dev.orderflow.e2e.verify;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Reads logs of VictoriaLogs by LogsQL. */
final class LogsReader {

    private final URI logs;

    LogsReader(URI logs) {
        this.logs = logs;
    }

    record Line(String service, String spanId, String message) {}

    List<Line> ofTrace(String traceId) {
        return Http.text(logs, "/select/logsql/query", Map.of("query", "trace_id:=\"" + traceId + "\"", "limit", "1000"))
                .lines()
                .map(Http.JSON::readTree)
                .map(line -> new Line(
                        line.path("service.name").asString(""), line.path("span_id").asString(""), line.path("_msg").asString("")))
                .toList();
    }
}
