package dev.orderflow.drill.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {

    private static final Instant TIME = Instant.parse("2026-11-28T02:00:00Z");

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) {
        var run = new RecordedRun(TIME, List.of(), "a 1 1764295200\n", List.of(), List.of());
        var file = folder.resolve("new/run.json.gz");
        run.write(file);
        assertThat(RecordedRun.read(file)).isEqualTo(run);
        assertThatThrownBy(() -> RecordedRun.read(folder.resolve("none.json.gz")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json.gz");
    }

    /** By a real Prometheus: samples and exemplars are those of the recording's time, and so are the answers. */
    @Test
    @EnabledIfEnvironmentVariable(named = "PROMETHEUS", matches = ".+")
    void metricsAreAskedAtTheTimeOfTheRecording() throws Exception {
        var name = "http_server_request_duration_seconds_bucket";
        var text = new StringBuilder("# TYPE http_server_request_duration_seconds histogram\n");
        for (var i = 0; i <= 8; i++) {
            text.append("%s{le=\"+Inf\"} %d %d.123"
                    .formatted(name, 10 * i, TIME.minusSeconds(15 * (8 - i)).getEpochSecond()));
            text.append(
                    i == 4
                            ? " # {trace_id=\"ab\",span_id=\"cd\"} 2.5 %d\n"
                                    .formatted(TIME.minusSeconds(61).getEpochSecond())
                            : "\n");
        }
        var run = new RecordedRun(TIME.plusSeconds(1), List.of(), text.toString(), List.of(), List.of());
        try (var replay = new Replay(run, System.getenv("PROMETHEUS"), Path.of("../.."))) {
            var prometheus = replay.stores().prometheus();
            assertThat(prometheus.value("sum(" + name + ")")).isEqualTo(80);
            assertThat(prometheus.value("increase(" + name + "[1m])")).isGreaterThan(30);
            assertThat(prometheus.exemplars(name, TIME.minusSeconds(90), TIME))
                    .singleElement()
                    .satisfies(exemplar -> assertThat(exemplar.traceId()).isEqualTo("ab"));
            assertThat(prometheus.recordings()).containsKey("service:errors:ratio_rate1m");
        }
    }
}
