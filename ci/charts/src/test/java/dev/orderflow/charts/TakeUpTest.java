package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cluster-up does of a release that a killed run left unfinished, with the records that the real Helm keeps. */
class TakeUpTest {

    private static final String RELEASE = "shop";

    /** For what take_up asks kubectl: the same selectors, by curl. */
    private static final String KUBECTL = """
            kubectl() {
              local method=GET selector
              [ "$2" = "$NAMESPACE" ] || { echo "another namespace: $*" >&2; return 1; }
              case $3 in get) ;; delete) method=DELETE ;; *) echo "unexpected: $*" >&2; return 1 ;; esac
              [ "$4 $5" = 'secrets -l' ] || { echo "unexpected: $*" >&2; return 1; }
              selector=$6
              curl -fsS --request "$method" --get --data-urlencode "labelSelector=$selector" "$API/api/v1/namespaces/$2/secrets" | jq -r '.items[] | "secret/" + .metadata.name'
            }
            source ci/lib.sh
            source ci/cluster.d/releases.sh
            """;

    @TempDir
    private Path folder;

    private ApiServer cluster;
    private Path chart;

    @BeforeEach
    void start() throws Exception {
        cluster = new ApiServer();
        chart = Files.createDirectories(folder.resolve("chart/templates")).getParent();
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void anInstallationThatWasKilledIsBegunAnew() throws Exception {
        killed();
        assertThat(statuses()).containsExactly("pending-install");
        refuses();

        assertThat(takeUp(RELEASE)).contains("taking up what an earlier run left unfinished");
        assertThat(statuses()).isEmpty();
        succeeds();
        assertThat(statuses()).containsExactly("deployed");
    }

    @Test
    void anUpgradeThatWasKilledIsBegunAnewAndTheReleaseBeforeItStays() throws Exception {
        succeeds();
        killed();
        assertThat(statuses()).containsExactly("deployed", "pending-upgrade");
        refuses();

        takeUp(RELEASE);
        assertThat(statuses()).containsExactly("deployed");
        succeeds();
        assertThat(statuses()).containsExactly("superseded", "deployed");
    }

    /** An upgrade of it would run none of the hooks that an installation has. */
    @Test
    void anInstallationThatFailedIsBegunAnew() throws Exception {
        fails();
        assertThat(statuses()).containsExactly("failed");

        takeUp(RELEASE);
        assertThat(statuses()).isEmpty();
    }

    @Test
    void anUpgradeThatFailedIsARecordLikeOthers() throws Exception {
        succeeds();
        fails();
        assertThat(statuses()).containsExactly("deployed", "failed");

        assertThat(takeUp(RELEASE)).isEmpty();
        assertThat(statuses()).containsExactly("deployed", "failed");
    }

    @Test
    void anotherReleaseIsLeftAlone() throws Exception {
        killed();
        assertThat(takeUp("sho")).isEmpty();
        assertThat(takeUp("stack")).isEmpty();
        assertThat(statuses()).containsExactly("pending-install");
    }

    /** In its namespace, by their revisions. */
    private List<String> statuses() {
        return cluster.values("status");
    }

    /** Helm is gone between a release's first record and its last, as by a signal or with the machine. */
    private void killed() throws Exception {
        var reached = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        cluster.beforeUpdate(() -> {
            reached.countDown();
            try {
                gone.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("its sender is gone");
        });
        var helm = new ProcessBuilder(helm())
                .directory(Chart.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("helm.log").toFile())
                .start();
        try {
            assertThat(reached.await(1, TimeUnit.MINUTES))
                    .as("Helm records what became of it")
                    .isTrue();
        } finally {
            helm.destroyForcibly().waitFor();
            gone.countDown();
            cluster.beforeUpdate(() -> {});
        }
    }

    private void succeeds() throws Exception {
        Files.deleteIfExists(chart.resolve("templates/refused.yaml"));
        var result = new Script(Chart.ROOT, Map.of()).run(helm());
        assertThat(result.code()).as(result.output()).isZero();
    }

    /** By an object that the API server has no answer for. */
    private void fails() throws Exception {
        Files.writeString(
                chart.resolve("templates/refused.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: refused}\n");
        assertThat(new Script(Chart.ROOT, Map.of()).run(helm()).code()).isNotZero();
    }

    private void refuses() throws Exception {
        var result = new Script(Chart.ROOT, Map.of()).run(helm());
        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("another operation");
    }

    private String[] helm() {
        var command = new ArrayList<>(List.of(
                System.getenv().getOrDefault("HELM", "helm"), "upgrade", "--install", RELEASE, chart.toString()));
        command.addAll(cluster.flags());
        command.addAll(List.of("--disable-openapi-validation", "--timeout", "20s"));
        return command.toArray(String[]::new);
    }

    /** Returns what it printed. */
    private String takeUp(String release) throws Exception {
        var environment = Map.of(
                "API",
                cluster.address(),
                "NAMESPACE",
                ApiServer.NAMESPACE,
                "ORDERFLOW_CACHE",
                folder.resolve("a cache").toString());
        var result = new Script(Chart.ROOT, environment)
                .run("bash", "-c", KUBECTL + "take_up \"$1\" \"$NAMESPACE\"", "bash", release);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }
}
