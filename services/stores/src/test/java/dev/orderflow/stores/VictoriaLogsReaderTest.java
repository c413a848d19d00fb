package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VictoriaLogsReaderTest {

    @Test
    void everyFieldOfALineIsKept() {
        var line = VictoriaLogsReader.line("t", new JsonMapper().readTree("""
                {"_time": "2026-11-01T00:00:00.5Z", "_msg": "timeout connecting to downstream service", "service.name": "gateway",
                 "span_id": "1f", "severity": "ERROR_OF_ANOTHER_FIELD", "severity_text": "ERROR", "service": "order", "spent_ms": "2000"}
                """));
        assertThat(line.time()).hasToString("2026-11-01T00:00:00.500Z");
        assertThat(line.service()).isEqualTo("gateway");
        assertThat(line.severity()).isEqualTo("ERROR");
        assertThat(line.spanId()).isEqualTo("1f");
        assertThat(line.attribute("spent_ms")).isEqualTo("2000");
        assertThat(line.attribute("exception.stacktrace")).isEmpty();
    }

    @Test
    void linesAreSearchedByPhrasesOfAField() throws Exception {
        var line = """
                {"_time": "2026-11-01T00:00:00Z", "_msg": "unexpected", "service.name": "order", "trace_id": "ab", "exception.stacktrace": "too many"}
                """;
        var from = Instant.parse("2026-11-01T00:00:00Z");
        try (var store = new Answers(Map.of("/select/logsql/query", line))) {
            var search = new LogSearch(
                    "exception.stacktrace", List.of("too many", "say \"no\""), from, from.plusSeconds(9), 20);
            assertThat(new VictoriaLogsReader(store.url()).search(search))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.traceId()).isEqualTo("ab");
                        assertThat(search.matches(found)).isTrue();
                    });
            assertThat(store.asked())
                    .singleElement()
                    .asString()
                    .contains(
                            "query=\"exception.stacktrace\":\"too many\" or \"exception.stacktrace\":\"say "
                                    + "\\\"no\\\"\"",
                            "start=2026-11-01T00:00:00Z",
                            "end=2026-11-01T00:00:09Z",
                            "limit=20");
        }
        assertThat(VictoriaLogsReader.query(new LogSearch("message", List.of("gone"), from, from, 1)))
                .isEqualTo("_msg:\"gone\"");
    }

    @Test
    void allLinesAreReadAMinuteAtATime() throws Exception {
        var from = Instant.parse("2026-11-01T00:00:00Z");
        var lines = new ArrayList<String>();
        try (var store = new Answers(Map.of("/select/logsql/query", "{}\n"))) {
            new VictoriaLogsReader(store.url()).readAll(from, from.plusSeconds(150), lines::add);
            assertThat(lines).containsExactly("{}", "{}", "{}");
            assertThat(store.asked())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .contains("start=2026-11-01T00:00:00Z", "end=2026-11-01T00:01:00Z"),
                            second -> assertThat(second)
                                    .contains("start=2026-11-01T00:01:00Z", "end=2026-11-01T00:02:00Z"),
                            last -> assertThat(last)
                                    .contains("start=2026-11-01T00:02:00Z", "end=2026-11-01T00:02:30Z"));
        }
    }

    @Test
    void theQueryNamesTheTraceExactly() {
        assertThat(new VictoriaLogsReader(URI.create("http://logs")).query("ab"))
                .isEqualTo("trace_id:=\"ab\"");
    }
}
