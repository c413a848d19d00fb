package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRunTest {

    @Test
    void runsAreAddedByTheirTime(@TempDir Path folder) throws Exception {
        var file = new KeptFile<>(folder.resolve("proofs/leak.json"), KeptRun.class, KeptRun::at);
        assertThat(file.read()).isEmpty();
        var later = run("2026-11-29T02:00:00Z", 20, List.of());
        var earlier = run("2026-11-28T02:00:00Z", 19, List.of("did not page: [A]"));
        file.add(List.of(later));
        file.add(List.of(earlier, later));
        assertThat(file.read()).containsExactly(earlier, later);
        assertThat(Files.readString(file.path()).lines()).hasSize(4);
    }

    @Test
    void onlyARunWithoutFaultsIsWorthARecording() {
        assertThat(run("a", 20, List.of()).isWorthARecording()).isTrue();
        assertThat(run("a", 19, List.of()).isWorthARecording()).isFalse();
        assertThat(run("a", 20, List.of("did not page: [A]")).isWorthARecording())
                .isFalse();
        assertThat(new KeptRun("control", "a", Map.of(), 0, 0, 0, 10, null, List.of()).isWorthARecording())
                .isFalse();
    }

    /** Requires that what is kept names incidents and runs that there are. */
    @Test
    void keptRunsAreOfIncidents() throws Exception {
        try (var files = Files.list(IncidentFile.PROOFS)) {
            for (var file : files.toList()) {
                var id = file.getFileName().toString().replaceFirst("[.]json$", "");
                var runs = IncidentFile.named(IncidentFile.FOLDER, id).proof().stream()
                        .map(IncidentFile.Incident.Proof::run)
                        .toList();
                assertThat(KeptRun.file(id).read())
                        .as(id)
                        .isNotEmpty()
                        .allSatisfy(run -> assertThat(run.run()).isIn(runs));
            }
        }
    }

    private static KeptRun run(String at, int right, List<String> wrong) {
        return new KeptRun("change", at, Map.of("ErrorRateHigh", 52L), 20, right, 1463, 294, null, wrong);
    }
}
