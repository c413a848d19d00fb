package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.incident.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DrillResultTest {

    private static final Instant STARTED = Instant.parse("2026-11-25T02:00:00Z");
    private static final String TRACE = "0e1c32ac30d57e9855178e9bb120340c";

    private final DrillResult result = new DrillResult(
            "scripted",
            "",
            4711,
            "scale-47: Scaled for the sale",
            "postgresql, connections-exhausted",
            STARTED,
            STARTED.plusSeconds(600),
            STARTED.plusSeconds(100),
            STARTED.plusSeconds(900),
            STARTED.plusSeconds(536),
            STARTED.plusSeconds(540),
            STARTED.plusSeconds(570),
            "postgresql, connections-exhausted",
            TRACE,
            new TraceCheck.Conclusion(true, "user: the database refused a connection"),
            STARTED.plusSeconds(520),
            null,
            "nobody",
            false,
            90,
            Map.of("component", 20),
            List.of(),
            List.of(),
            List.of("100 % busy"));

    @TempDir
    private Path folder;

    @Test
    void timesCountFromTheSelectedMoment() {
        assertThat(result.text())
                .contains(
                        "began          01:40 after the drill did",
                        "page           +07:16",
                        "acknowledged   +07:20",
                        "stated         +07:50  postgresql, connections-exhausted",
                        TRACE + " shows it: user: the database refused",
                        "recovered      not",
                        "leaks          none",
                        "note           100 % busy",
                        "score          90 of 100",
                        "20  component");
    }

    @Test
    void whatNeverWasIsSaidSo() {
        var nothing = new DrillResult(
                "person",
                "alice",
                1,
                "a decoy: nothing was changed",
                "no incident",
                STARTED,
                STARTED,
                STARTED,
                STARTED,
                null,
                null,
                null,
                "",
                "",
                new TraceCheck.Conclusion(false, "there is nothing that one could show"),
                null,
                null,
                "nobody",
                false,
                0,
                Map.of(),
                List.of("x: y"),
                List.of("logs: no answer"),
                List.of());
        assertThat(nothing.text())
                .contains(
                        "page           none",
                        "acknowledged   not",
                        "stated         nothing",
                        "broken         never",
                        "leaks          x: y",
                        "not searched   logs: no answer");
    }

    @Test
    void itIsKeptAsJson() throws IOException {
        var file = result.keep(folder.resolve("build"));
        assertThat(file).hasFileName("2026-11-25T020000.json");
        var json = new JsonMapper().readTree(Files.readString(file));
        assertThat(json.path("began").asString()).isEqualTo("2026-11-25T02:01:40Z");
        assertThat(json.path("score").asInt()).isEqualTo(90);
        assertThat(json.path("recovered").isNull()).isTrue();
    }

    @Test
    void itsFiguresAreKeptInALine() throws IOException {
        var kept = new KeptFile<>(folder.resolve("drills.json"), KeptDrill.class, KeptDrill::at);
        kept.add(List.of(result.kept()));
        kept.add(List.of(result.kept()));
        assertThat(kept.read()).containsExactly(result.kept());
        assertThat(result.kept().paged()).isEqualTo(436);
        assertThat(result.kept().statedAfter()).isEqualTo(470);
        assertThat(Files.readString(kept.path()).lines()).hasSize(3);
    }
}
