package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that incidents, the alerts that they expect, and the recordings that contain their evidence fit each other. */
class IncidentGuardTest {

    @TempDir
    private Path folder;

    @Test
    void nothingIsWrong() {
        assertThat(IncidentGuard.faults(Tree.ROOT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k8s/incidents/two.yaml | {alert: ErrorRateHigh | {symptom: up, alert: ErrorRateHihg |"
                        + " two.yaml:<line>: ErrorRateHihg is no alert of helm/observability/files/rules with "
                        + "severity page; there are: AlertDeliveryFailing,",
                "k8s/incidents/two.yaml | {alert: ErrorRateHigh | {symptom: up, alert: PoolPending |"
                        + " two.yaml:<line>: PoolPending is no alert of helm/observability/files/rules with "
                        + "severity page",
                "k8s/incidents/alerts-without-incident.json | \"CollectorSilent\" | \"CollectorSilnt\" |"
                        + " alerts-without-incident.json:1: CollectorSilent pages, but no incident expects it: add it "
                        + "to the pages of one, or say here why none can",
                "k8s/incidents/alerts-without-incident.json | \"CollectorSilent\" | \"PoolPending\" |"
                        + " PoolPending is no alert with severity page: remove its line",
                "k8s/incidents/two.yaml | {alert: ErrorRateHigh | {symptom: up, alert: CollectorSilent |"
                        + " CollectorSilent has an incident: remove its line",
                "k8s/incidents/stock-count.yaml | operation: update stock | operation: update stocks |"
                        + " nothing in the recordings that show postgresql, lock-contention answers a span update "
                        + "stocks of [inventory] that took 1s or more; mend the query, or",
                "k8s/incidents/scale-47.yaml | atLeast: 2s | atLeast: 2h |"
                        + " nothing in the recordings that show postgresql, connections-exhausted answers a span "
                        + "HikariDataSource.getConnection",
                "k8s/incidents/scale-47.yaml | too many clients already | all clients have gone |"
                        + " answers a line with one of [connection slots are reserved, all clients have gone] in its "
                        + "exception.stacktrace",
                "k8s/incidents/two.yaml | [timeout connecting | [no time for connecting |"
                        + " nothing in the recordings that show order, bad-configuration answers a line with one of "
                        + "[no time for connecting to downstream service] in its message",
                "k8s/incidents/scale-47.yaml | mechanism: connections-exhausted | mechanism: disk-full |"
                        + " shows postgresql, disk-full; try: make record-traces",
            })
    void aPlantedFaultIsNamedWithItsFileAndTheFix(String file, String right, String wrong, String message) {
        var root = Tree.copy(folder);
        var line = Tree.edit(root.resolve(file), right, wrong);
        assertThat(IncidentGuard.faults(root))
                .anySatisfy(fault -> assertThat(fault)
                        .matches("[a-z0-9-]+[.](yaml|json):[0-9]+: .*")
                        .contains(message.replace("<line>", "" + line)));
    }
}
