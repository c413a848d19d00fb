package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VictoriaLogsReaderTest {

    @Test
    void everyFieldOfALineIsKept() {
        var line = VictoriaLogsReader.line("t", new JsonMapper().readTree("""
                {"_time": "2026-11-01T00:00:00.5Z", "_msg": "timeout connecting to downstream service", "service.name": "gateway",
                 "span_id": "1f", "severity": "ERROR", "service": "order", "spent_ms": "2000"}
                """));
        assertThat(line.time()).hasToString("2026-11-01T00:00:00.500Z");
        assertThat(line.service()).isEqualTo("gateway");
        assertThat(line.severity()).isEqualTo("ERROR");
        assertThat(line.spanId()).isEqualTo("1f");
        assertThat(line.attribute("spent_ms")).isEqualTo("2000");
        assertThat(line.attribute("exception.stacktrace")).isEmpty();
    }

    @Test
    void theQueryNamesTheTraceExactly() {
        assertThat(new VictoriaLogsReader(URI.create("http://logs")).query("ab"))
                .isEqualTo("trace_id:=\"ab\"");
    }
}
