package dev.orderflow.drill.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClusterTest {

    @Test
    void anUpgradeKeepsEveryOtherValueAndRunsNoMigration() {
        var values = Map.of("b.c", new JsonMapper().readTree("\"x\""), "a", new JsonMapper().readTree("3"));
        assertThat(Cluster.upgradeCommand("orderflow", values))
                .containsSubsequence(
                        "upgrade", "orderflow", "helm/orderflow", "--namespace", "orderflow", "--kube-context")
                .contains("--reset-then-reuse-values", "--no-hooks")
                .endsWith("--set-json", "a=3", "--set-json", "b.c=\"x\"");
    }
}
