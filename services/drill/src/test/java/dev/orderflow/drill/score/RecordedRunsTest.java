package dev.orderflow.drill.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.incident.ApplyTrigger;
import dev.orderflow.drill.incident.DrainTrigger;
import dev.orderflow.drill.incident.EditTrigger;
import dev.orderflow.drill.incident.EnvTrigger;
import dev.orderflow.drill.incident.ExecTrigger;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.incident.ReleaseTrigger;
import dev.orderflow.drill.incident.ScaleTrigger;
import dev.orderflow.drill.incident.SequenceTrigger;
import dev.orderflow.drill.incident.SqlTrigger;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Walks from the pages of recorded runs: a change that makes the walk worse fails here. */
class RecordedRunsTest {

    private static final Path ROOT = Path.of("../..");

    /** Each page leads to the cause, what was changed is shown, and the docs have the table. */
    @Test
    @EnabledIfEnvironmentVariable(named = "PROMETHEUS", matches = ".+")
    void eachPageLeadsToItsCause() throws Exception {
        var runs = new WalkScore(System.getenv("PROMETHEUS"), ROOT).ofAll(_ -> {});
        for (var run : runs) {
            var name = run.name();
            assertThat(run.pages()).as(name).isPositive();
            assertThat(run.first())
                    .as("pages that lead to %s in %s: %s", run.truth(), name, run.stories())
                    .isEqualTo(run.pages());
            assertThat(run.changes())
                    .as(name)
                    .hasSize(run.pages())
                    .allSatisfy(changes -> assertThat(changes).contains(change(name)));
        }
        assertThat(Files.readString(ROOT.resolve(ScoreCommand.PAGE)))
                .as("what make score writes")
                .isEqualTo(ScoreCommand.page(runs));
    }

    /** Returns a part of what the walk says about the change; empty where no change of an object made the fault. */
    private static String change(String run) {
        if (!IncidentFile.ids(IncidentFile.FOLDER).contains(run)) {
            return "";
        }
        return switch (IncidentFile.named(IncidentFile.FOLDER, run).trigger()) {
            case EnvTrigger env -> env.set().keySet().iterator().next();
            case EditTrigger edit -> edit.object().kind() + " " + edit.object().name();
            case ScaleTrigger _ -> "spec.replicas";
            case ReleaseTrigger release -> "[%s].image".formatted(release.service());
            case ApplyTrigger _, DrainTrigger _, ExecTrigger _, SqlTrigger _, SequenceTrigger _ -> "";
        };
    }

    @Test
    void noTruthIsOfAnotherRun() {
        assertThat(Recordings.names())
                .containsAll(RunTruth.ofOtherRuns().keySet())
                .allSatisfy(RunTruth::of);
        assertThat(RunTruth.ofOtherRuns())
                .doesNotContainKeys(IncidentFile.ids(IncidentFile.FOLDER).toArray(String[]::new));
    }
}
