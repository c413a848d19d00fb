package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell functions that cluster-up is made of, run by bash as the scripts run them. */
class ClusterScriptsTest {

    /** A script's exit code, and all that it printed. */
    private record Ended(int code, String output) {}

    @TempDir
    Path cache;

    private Ended bash(String script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bash", "-c", "source ci/lib.sh; " + script, "bash"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(Chart.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("ORDERFLOW_CACHE", cache.resolve("a cache").toString());
        builder.environment().keySet().removeAll(List.of("INSTALL", "ORDERFLOW_STARTED"));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void aWaitEndsAtOnceOnWhatDoesNotMendItselfAndShowsWhy() throws Exception {
        var ended = bash("why() { echo 'image not found'; return 3; }; hint='make doctor' wait_for 50 'the pods' why");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("image not found", "the pods: this does not mend itself", "try: make doctor");
    }

    @Test
    void aWaitThatIsOverShowsAllThatWasSaidLast() throws Exception {
        var ended = bash(
                "why() { echo 'kafka-0: CrashLoopBackOff'; echo 'kafka 0/1'; return 1; }; wait_for 2 'the pods' why");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("kafka-0: CrashLoopBackOff", "kafka 0/1", "not within 2 s");
    }

    @Test
    void aWaitEndsWithWhatItWaitsFor() throws Exception {
        var ended = bash("wait_for 20 'the file' test -e \"$cache/there\" & sleep 1; touch \"$cache/there\"; wait $!");
        assertThat(ended).isEqualTo(new Ended(0, ""));
    }

    /** None is deleted: one that a user made would never come back, nor one whose release is unchanged. */
    @Test
    void anOlderClustersProgramsGiveTheirNodePortsBack() throws Exception {
        var services = """
                {"items": [
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "jaeger", "labels": {"app.kubernetes.io/name": "jaeger"}, "annotations": {"meta.helm.sh/release-name": "stack"}}},
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "auth-door-logs", "labels": {"app.kubernetes.io/name": "auth-door"}, "annotations": {"meta.helm.sh/release-name": "observability"}}},
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "exposed-by-hand", "labels": {"app.kubernetes.io/name": "jaeger"}}},
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "of-another-chart", "annotations": {"meta.helm.sh/release-name": "mine"}}},
                  {"spec": {"type": "ClusterIP"}, "metadata": {"name": "grafana", "labels": {"app.kubernetes.io/name": "grafana"}, "annotations": {"meta.helm.sh/release-name": "stack"}}},
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "auth-proxy-logs", "labels": {"app.kubernetes.io/name": "auth-proxy"}, "annotations": {"meta.helm.sh/release-name": "observability"}}},
                  {"spec": {"type": "NodePort"}, "metadata": {"name": "pager", "labels": {"app.kubernetes.io/name": "pager"}, "annotations": {"meta.helm.sh/release-name": "observability"}}}]}
                """;
        var ended = bash(
                "source ci/cluster.d/releases.sh; kubectl() { case $* in *' get '*) printf %s \"$services\" ;; *) "
                        + "echo \"kubectl $*\" >&2 ;; esac; }; services=$1 && without_node_ports",
                services);
        assertThat(ended.code()).as(ended.output()).isZero();
        var toClusterIp = "--type merge --patch {\"spec\": {\"type\": \"ClusterIP\"}}";
        assertThat(ended.output().lines().filter(line -> line.startsWith("kubectl ")))
                .containsExactly(
                        "kubectl --namespace observability patch service jaeger " + toClusterIp,
                        "kubectl --namespace observability patch service auth-door-logs " + toClusterIp);
        assertThat(bash("source ci/cluster.d/releases.sh; kubectl() { echo '{\"items\": []}'; }; without_node_ports"))
                .isEqualTo(new Ended(0, ""));
    }

    /** After a restart of the node, the API server lists pods with the readiness that they had before the stop. */
    @Test
    void aPodIsWaitedForThatIsStillListedAsBeforeTheStop() throws Exception {
        var pods = """
                {"items": [
                  {"metadata": {"name": "old"}, "status": {"containerStatuses": [{"ready": true, "state": {"running": {"startedAt": "2026-11-28T16:41:59Z"}}}]}},
                  {"metadata": {"name": "new"}, "status": {"containerStatuses": [{"state": {"running": {"startedAt": "2026-11-28T16:42:10Z"}}}]}},
                  {"metadata": {"name": "crashing"}, "status": {"containerStatuses": [{"state": {"waiting": {}}}]}},
                  {"metadata": {"name": "done"}, "status": {"containerStatuses": [{"state": {"terminated": {"startedAt": "2026-11-28T16:30:00Z"}}}]}},
                  {"metadata": {"name": "pending"}, "status": {}}]}
                """;
        var script = "node=node; source ci/cluster.d/node.sh; docker() { echo 2026-11-28T16:42:10.123456789Z; }; "
                + "kubectl() { printf %s \"$pods\"; }; pods=$1; pods_are_of_this_start";
        assertThat(bash(script, pods)).isEqualTo(new Ended(1, "old\n"));
        assertThat(bash(script, pods.replace("16:41:59", "16:43:00"))).isEqualTo(new Ended(0, ""));
    }

    @Test
    void nothingIsInstalledThatNobodyAgreedTo() throws Exception {
        var ended = bash("installed no-such-package-orderflow; echo installed");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("the Debian packages no-such-package-orderflow", "try: INSTALL=yes make cluster-up")
                .doesNotEndWith("installed\n");
    }

    @Test
    void whoAgreedIsNotAskedAgain() throws Exception {
        assertThat(bash("INSTALL=yes agreed 'a package'; unset INSTALL; agreed 'another'; echo both"))
                .isEqualTo(new Ended(0, "both\n"));
    }

    @Test
    void whatWasOnTheHostIsKeptAsItWasFirst() throws Exception {
        assertThat(bash("record limit 128; record limit 512; cat \"$cache/host/limit\""))
                .isEqualTo(new Ended(0, "128\n"));
    }

    /** A command that changes our cluster refuses another context: it may be the one that somebody works with. */
    @Test
    void theClusterOfSomebodysContextIsLeftAlone() throws Exception {
        var result = new Script(Chart.ROOT, Map.of("KUBECONTEXT", "production")).run("ci/cluster", "down");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("KUBECONTEXT=production", "try: unset KUBECONTEXT");
    }

    /** A cluster whose creation was ended is removed; one that has its record is somebody's. */
    @Test
    void aClusterIsRemovedOnlyIfItWasNeverFinished() throws Exception {
        var script = "node=n; name=n; record=/r; unfinished=$cache/n.unfinished; source ci/cluster.d/choose.sh; "
                + "source ci/cluster.d/node.sh; : >\"$unfinished\"; "
                + "docker() { case $1 in cp) %s ;; rm) echo removed >&2 ;; esac; }; remove_unfinished; "
                + "[ ! -e \"$unfinished\" ] && echo done";
        assertThat(bash(script.formatted("return 1")).output()).contains("removed", "done");
        var made = "mkdir -p $cache/made && echo IMAGES=registry >$cache/made/r && tar -cf - -C $cache/made r";
        assertThat(bash(script.formatted(made.replace("$cache", "\"$cache\"")))).isEqualTo(new Ended(0, "done\n"));
    }

    @Test
    void aFolderThatWasThereBeforeIsNotTakenForOurs() throws Exception {
        var before = Files.createDirectories(cache.resolve("before"));
        var made = cache.resolve("made");
        for (var folder : List.of(before, made)) {
            new Script(Chart.ROOT, Map.of("ORDERFLOW_CACHE", folder.toString())).run("bash", "-c", "source ci/lib.sh");
        }
        assertThat(before.resolve(".orderflow")).doesNotExist();
        assertThat(made.resolve(".orderflow")).exists();
    }

    @Test
    void oneAtATime() throws Exception {
        var ended = bash("exclusive cluster; bash -c 'source ci/lib.sh; exclusive cluster' || echo refused; "
                + "unlock cluster; exclusive cluster; echo again");
        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("another ci/cluster runs", "refused")
                .endsWith("again\n");
    }

    @Test
    void theLockOfAProcessThatIsGoneIsTakenOver() throws Exception {
        assertThat(bash("exclusive cluster; echo 999999999 >\"$cache/cluster.lock/pid\"; exclusive "
                        + "cluster; echo taken"))
                .isEqualTo(new Ended(0, "taken\n"));
    }

    /** After a power cut another program may have the number of the one that held the lock, or this one has. */
    @ParameterizedTest
    @ValueSource(strings = {"$!", "$$"})
    void theLockOfAProcessWhoseNumberAnotherHasIsTakenOver(String holder) throws Exception {
        assertThat(bash("sleep 20 >/dev/null 2>&1 & bash -c 'source ci/lib.sh; exclusive cluster'; " + "echo " + holder
                        + " >\"$cache/cluster.lock/pid\"; exclusive cluster; echo taken; kill $!"))
                .isEqualTo(new Ended(0, "taken\n"));
    }

    /** Its holder makes the folder first, and then writes into it who it is. */
    @Test
    void aLockThatWasMadeJustNowIsNotTakenOver() throws Exception {
        var ended = bash("bash -c 'source ci/lib.sh; exclusive cluster; sleep 3; unlock cluster' & "
                + "until [ -s \"$cache/cluster.lock/pid\" ]; do :; done; "
                + "mv \"$cache/cluster.lock/pid\" \"$cache/pid\"; "
                + "(command sleep 0.5; mv \"$cache/pid\" \"$cache/cluster.lock/pid\") & exclusive cluster");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("another ci/cluster runs");
    }

    /** Covers the cache of another user, and a full disk. */
    @Test
    void whereNoLockCanBeMadeNobodyWaitsForIt() throws Exception {
        var ended = bash("mkdir() { return 1; }; exclusive cluster & for i in 1 2 3 4 5; do sleep 1; done; "
                + "kill $! 2>/dev/null && echo 'for ever'; wait $!");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("cluster.lock cannot be made", "try: ls -ld ", "; df ")
                .doesNotContain("for ever");
        var held = bash("rm() { return 1; }; bash -c 'source ci/lib.sh; exclusive cluster'; exclusive cluster & "
                + "for i in 1 2 3; do sleep 1; done; kill $! 2>/dev/null && echo 'for ever'; wait $!");
        assertThat(held.code()).isEqualTo(1);
        assertThat(held.output()).contains("cluster.lock", "cannot be removed").doesNotContain("for ever");
    }

    /** cluster-down and clean-host refuse while a cluster is being made. */
    @ParameterizedTest
    @ValueSource(strings = {"down", "clean-host"})
    void nothingIsRemovedWhileTheClusterIsBeingMade(String command) throws Exception {
        // With one more command, or bash would become the one before: the holder would be it.
        var ended = bash("docker() { return 1; }; export -f docker; exclusive cluster; YES=yes ci/cluster " + command
                + "; echo removed");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("another ci/cluster runs").doesNotContain("removed");
        assertThat(cache.resolve("a cache/cluster.lock")).exists();
    }

    @Test
    void aLongCommandSaysThatItRunsAndKeepsItsExitCode() throws Exception {
        var ended = bash("with_progress 'still at it' sh -c 'sleep 11; exit 7'");
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.output()).contains("… still at it");
    }

    /** Ctrl-C ends a script, and no list that it runs in the background. */
    @Test
    void whatSaysThatAScriptRunsEndsWithTheScript() throws Exception {
        var said = "\"$cache/said\"";
        var ended = bash("bash -c 'source ci/lib.sh; sleep() { command sleep 0.1; }; with_progress at-it sh -c "
                + "\"sleep 5\"' >" + said + " 2>&1 & until grep -q at-it " + said + " 2>/dev/null; do sleep 0.1; done; "
                + "kill -KILL $!; sleep 1; before=$(wc -l <" + said + "); sleep 1; "
                + "[ \"$before\" = \"$(wc -l <" + said + ")\" ] && echo silent");
        assertThat(ended.output()).endsWith("silent\n");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:17.7, docker.io/library/postgres:17.7",
        "valkey/valkey:8.1.4, docker.io/valkey/valkey:8.1.4",
        "docker.io/apache/kafka:4.2.2, docker.io/apache/kafka:4.2.2",
        "quay.io/prometheus/prometheus:v3.16.0, quay.io/prometheus/prometheus:v3.16.0",
        "localhost/orderflow/gateway:0a1b2c, localhost/orderflow/gateway:0a1b2c",
        "127.0.0.1:5000/x:1, 127.0.0.1:5000/x:1"
    })
    void namesAreComparedAsContainerdWritesThem(String reference, String full) throws Exception {
        assertThat(bash("source ci/cluster.d/images.sh; echo \"$1\" | full_names", reference))
                .isEqualTo(new Ended(0, full + "\n"));
    }

    /** Recorded by kubectl on the cluster: pods that were broken on purpose. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "start-error | 3 | read-only file system | StartError",
                "image-not-loaded | 3 | is not present with pull policy of Never | ErrImageNeverPull",
                "image-not-there | 3 | docker.io/library/not-there:1 | ErrImagePull|ImagePullBackOff",
                "no-secret | 3 | secret \"not-there\" not found | CreateContainerConfigError",
                "unschedulable | 0 | not scheduled | Insufficient cpu",
                "crash | 0 | it ended before: Error, exit code 1 | crash-0 .main.: ",
                "not-ready | 0 | runs, and is not ready yet | not-ready"
            })
    void theReasonsOfPodsThatAreNotReady(String recording, int code, String says, String orSays) throws Exception {
        var file = Path.of("src/test/resources/pods", recording + ".json").toAbsolutePath();
        assertThat(file).exists();
        var ended = bash("kubectl() { cat '" + file + "'; }; source ci/cluster.d/waits.sh; pods_say orderflow");
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.output()).contains(says).containsPattern(orSays);
    }

    @Test
    void aPodOfAnOlderRevisionIsNoReasonToGiveUp() throws Exception {
        var recorded = Files.readString(Path.of("src/test/resources/pods/start-error.json"));
        var revision = recorded.replaceFirst("(\"updateRevision\": \")[^\"]*", "$1kafka-newer");
        assertThat(revision).isNotEqualTo(recorded);
        var file = Files.writeString(cache.resolve("pods.json"), revision);
        assertThat(bash("kubectl() { cat '" + file + "'; }; source ci/cluster.d/waits.sh; pods_say orderflow"))
                .isEqualTo(new Ended(0, ""));
    }

    @Test
    void digestsAreFoundByTheKeyOfTheirImage() throws Exception {
        var digests = Files.writeString(cache.resolve("digests.yaml"), "postgresql: sha256:0123\nkafka: sha256:4567\n");
        var table = Files.writeString(
                cache.resolve("table.yaml"),
                "images:\n  kafka: docker.io/apache/kafka:4.2.2\n  valkey: docker.io/valkey/valkey:8.1.4\n");
        assertThat(bash(
                        "table=$1 builders=/dev/null digests=$2; source ci/cluster.d/images.sh; digest_of "
                                + "docker.io/apache/kafka:4.2.2; digest_of docker.io/valkey/valkey:8.1.4",
                        table.toString(),
                        digests.toString()))
                .isEqualTo(new Ended(0, "sha256:4567\n"));
    }
}
