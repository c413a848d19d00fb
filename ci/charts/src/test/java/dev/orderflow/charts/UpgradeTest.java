package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Policies.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upgrade that changes what was installed: its hooks run on what is there by then, and what cannot change is said.
 */
class UpgradeTest {

    private static final Chart ORDERFLOW = new Chart("orderflow");

    @TempDir
    private Path folder;

    /** The hook names it: a Secret that only the upgrade itself makes is too late for it. */
    @Test
    void seedsThatAnUpgradeTurnsOnHaveTheirPasswordBeforeTheyAreMade() throws Exception {
        var installed = installed(ORDERFLOW, "--set", "migrate.seed.enabled=false");
        assertThat(installed).noneMatch(named("Secret", "seed"));
        try (var server = new InstalledRelease(ORDERFLOW, installed)) {
            var upgraded = upgraded(server, "--set", "migrate.seed.enabled=true");
            assertThat(upgraded.stream().filter(named("Secret", "seed")))
                    .singleElement()
                    .satisfies(secret -> {
                        assertThat(annotations(secret))
                                .containsEntry("helm.sh/hook", "pre-install,pre-upgrade")
                                .containsEntry("helm.sh/resource-policy", "keep");
                        assertThat(weight(secret)).isLessThan(weight(migrate(upgraded)));
                    });
        }
    }

    /** The Secret of an older chart, whose manifests had it: the hook makes it anew with the same password. */
    @Test
    void aSeedsPasswordThatIsInAReleaseIsKept() throws Exception {
        var installed = installed(ORDERFLOW).stream()
                .map(manifest -> named("Secret", "seed").test(manifest)
                        ? new Manifest(
                                "orderflow",
                                Map.of(
                                        "apiVersion",
                                        "v1",
                                        "kind",
                                        "Secret",
                                        "metadata",
                                        Map.of("name", "seed"),
                                        "data",
                                        Map.of("password", "b2xk")))
                        : manifest)
                .toList();
        try (var server = new InstalledRelease(ORDERFLOW, installed)) {
            assertThat(upgraded(server).stream().filter(named("Secret", "seed")))
                    .singleElement()
                    .satisfies(secret -> {
                        assertThat(map(secret.content().get("data"))).isEqualTo(Map.of("password", "b2xk"));
                        assertThat(annotations(secret)).containsEntry("helm.sh/resource-policy", "keep");
                    });
        }
    }

    @Test
    void theMigrationOfAnUpgradeReachesTheDatabaseThatItNames() throws Exception {
        try (var server = new InstalledRelease(ORDERFLOW, installed(ORDERFLOW))) {
            var upgraded = upgraded(server, "--set", "postgresql.external=192.0.2.7:5433");
            assertThat(annotations(migrate(upgraded)).get("helm.sh/hook")).isEqualTo("post-install,pre-upgrade");
            var before = Policies.of(upgraded.stream()
                    .filter(manifest -> annotations(manifest)
                                    .getOrDefault("helm.sh/hook", "")
                                    .toString()
                                    .contains("pre-upgrade")
                            && weight(manifest) < weight(migrate(upgraded))));
            assertThat(before.sendsToAddresses(Pod.named("orderflow", "migrate"), "192.0.2.7/32", 5433))
                    .isTrue();
            assertThat(before.all())
                    .allSatisfy(policy -> assertThat(annotations(policy)
                                    .get("helm.sh/hook-delete-policy")
                                    .toString())
                            .contains("hook-succeeded"));
        }
    }

    /** Before it nobody would answer the migration, and the upgrade would never come to what makes the database. */
    @Test
    void aMigrationRunsAfterTheUpgradeThatBringsTheDatabase() throws Exception {
        try (var server = new InstalledRelease(ORDERFLOW, installed(ORDERFLOW))) {
            assertThat(annotations(migrate(upgraded(server))).get("helm.sh/hook"))
                    .isEqualTo("post-install,pre-upgrade");
            server.remove("postgresql");
            assertThat(annotations(migrate(upgraded(server))).get("helm.sh/hook"))
                    .isEqualTo("post-install,post-upgrade");
        }
    }

    /** Kubernetes refuses another claim of a StatefulSet, in the middle of an upgrade. */
    @ParameterizedTest
    @CsvSource({
        "orderflow,     postgresql.storage=10Gi,   postgresql,   10Gi",
        "orderflow,     kafka.storage=3Gi,         kafka,        3Gi",
        "observability, pager.storage=2Gi,         pager,        2Gi",
        "stack-jaeger,  jaeger.storage=10Gi,       jaeger,       10Gi",
        "stack-jaeger,  victorialogs.storage=10Gi, victorialogs, 10Gi",
    })
    void aVolumeThatAnUpgradeCannotChangeIsNamedWithWhatToDo(String name, String value, String store, String size)
            throws Exception {
        var chart = new Chart(name);
        try (var server = new InstalledRelease(chart, installed(chart))) {
            var result = server.upgrade(folder, "--set", value);
            assertThat(result.succeeded()).isFalse();
            assertThat(result.errors())
                    .contains(
                            "kubectl --namespace %s patch persistentvolumeclaim data-%s-0"
                                    .formatted(chart.namespace(), store),
                            "{\"storage\": \"" + size + "\"}",
                            "kubectl --namespace %s delete statefulset %s --cascade=orphan"
                                    .formatted(chart.namespace(), store));
            server.remove(store);
            assertThat(server.upgrade(folder, "--set", value).succeeded()).isTrue();
        }
    }

    /** No command changes it: the volume would stay in its class, and only look as if it were in another. */
    @Test
    void aVolumeKeepsItsStorageClass() throws Exception {
        var chart = new Chart("observability");
        try (var server = new InstalledRelease(chart, installed(chart))) {
            var result = server.upgrade(folder, "--set", "storageClass=fast");
            assertThat(result.succeeded()).isFalse();
            assertThat(result.errors())
                    .contains(
                            "storageClass is \"fast\", and the StatefulSet pager was made with \"\"",
                            "docs/operations.md");
        }
    }

    @Test
    void theSameSizeInAnotherUnitIsNoOther() throws Exception {
        try (var server = new InstalledRelease(ORDERFLOW, installed(ORDERFLOW))) {
            upgraded(server, "--set", "postgresql.storage=5120Mi");
        }
    }

    private static List<Manifest> installed(Chart chart, String... flags) throws Exception {
        var all = new ArrayList<>(List.of("--values", "ci/images/registry.yaml", "--namespace", chart.namespace()));
        all.addAll(List.of(flags));
        return manifests(chart, chart.helm("template", all.toArray(String[]::new)));
    }

    private List<Manifest> upgraded(InstalledRelease server, String... flags) throws Exception {
        return manifests(ORDERFLOW, server.upgrade(folder, flags));
    }

    private static List<Manifest> manifests(Chart chart, Tool.Result result) {
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output()).stream()
                .map(content -> new Manifest(
                        (String) map(content.get("metadata")).getOrDefault("namespace", chart.namespace()), content))
                .toList();
    }

    private static Manifest migrate(List<Manifest> manifests) {
        return manifests.stream().filter(named("Job", "migrate")).findFirst().orElseThrow();
    }

    private static Predicate<Manifest> named(String kind, String name) {
        return manifest -> manifest.kind().equals(kind) && manifest.name().equals(name);
    }

    private static Map<String, Object> annotations(Manifest manifest) {
        return map(map(manifest.content().get("metadata")).getOrDefault("annotations", Map.of()));
    }

    private static int weight(Manifest manifest) {
        return Integer.parseInt(
                annotations(manifest).getOrDefault("helm.sh/hook-weight", "0").toString());
    }
}
