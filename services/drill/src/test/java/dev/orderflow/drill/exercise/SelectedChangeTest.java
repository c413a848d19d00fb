package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.exercise.Selection.Decoy;
import dev.orderflow.drill.incident.ApplyTrigger;
import dev.orderflow.drill.incident.DrainTrigger;
import dev.orderflow.drill.incident.EditTrigger;
import dev.orderflow.drill.incident.EnvTrigger;
import dev.orderflow.drill.incident.ExecTrigger;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.incident.ReleaseTrigger;
import dev.orderflow.drill.incident.ScaleTrigger;
import dev.orderflow.drill.incident.SequenceTrigger;
import dev.orderflow.drill.incident.SqlTrigger;
import dev.orderflow.drill.incident.Trigger;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;

/**
 * Tests what the processes of a selected change show on this machine. A program in kubectl's place records its
 * arguments, input and environment; for a command in a pod it runs the command here, with another program in psql's
 * place.
 */
class SelectedChangeTest {

    private static final List<Incident> INCIDENTS = IncidentFile.all(Path.of("../../k8s/incidents"));
    private static final List<String> SERVICES =
            List.of("gateway", "auth", "user", "order", "inventory", "payment", "notification");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String KUBECTL = """
            #!/bin/sh
            cd '%s'
            echo "$*" >>arguments
            env | grep -v '^_=' >"environment.$$"
            case "$*" in
              *' get '*--ignore-not-found* | *' delete '*) cat >/dev/null ;;
              *' get '*--filename*) echo '{"kind": "List", "items": ['; cat "$(sed 's/.*"kind":"\\([A-Za-z]*\\)".*"name":"\\([a-z]*\\)".*/\\1-\\2.json/')" ; echo ']}' ;;
              *' get '*) cat deployments.json ;;
              *' replace '*) cat >>replaced; echo >>replaced ;;
              *' create '*) cat >>created; echo >>created ;;
              *' exec '*valkey-0* | *' exec '*kafka-0*)
                while IFS= read -r line; do
                  printf '%%s\\n' "$line" >>scripts
                  case $line in 'exec cat'*) break ;; esac
                done
                echo 'status: 0'
                exec cat >/dev/null ;;
              *' exec '*)
                while [ "$1" != -- ]; do shift; done
                shift
                PATH=$PWD:$PATH
                export PATH
                exec "$@" ;;
            esac
            """;

    /** Written whole before it is there: the test looks for it meanwhile. */
    private static final String PSQL = """
            #!/bin/sh
            echo "$*" >psql-arguments
            cat >psql-input
            mv psql-input statements
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writePrograms() throws IOException {
        program("kubectl", KUBECTL.formatted(folder));
        program("psql", PSQL);
        var deployments = SERVICES.stream().map("""
                        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s", "namespace": "orderflow", "resourceVersion": "7", "generation": 1},
                         "spec": {"replicas": 1, "template": {"metadata": {"annotations": {"a": "b"}}, "spec": {"containers": [{"image": "localhost/orderflow/some:abc", "env": [], "resources": {"limits": {}}}]}}},
                         "status": {"observedGeneration": 1, "replicas": 1, "readyReplicas": 1, "updatedReplicas": 1}}"""::formatted).toList();
        for (var i = 0; i < SERVICES.size(); i++) {
            Files.writeString(folder.resolve("Deployment-" + SERVICES.get(i) + ".json"), deployments.get(i));
        }
        Files.writeString(
                folder.resolve("deployments.json"), "{\"items\": [%s]}".formatted(String.join(",", deployments)));
        Files.writeString(
                folder.resolve("StatefulSet-postgresql.json"),
                deployments.getFirst().replace("some:abc", "postgresql:17"));
        for (var incident : INCIDENTS) {
            if (incident.trigger() instanceof EditTrigger edit
                    && !edit.object().kind().equals("Deployment")) {
                Files.writeString(
                        folder.resolve("%s-%s.json"
                                .formatted(edit.object().kind(), edit.object().name())),
                        object(edit));
            }
        }
    }

    /** Returns an object that has nothing but its name and what an edit changes. */
    private static String object(EditTrigger edit) {
        var value = String.valueOf(edit.from());
        for (var pointer = JsonPointer.compile(edit.path()); !pointer.matches(); pointer = pointer.head()) {
            var last = pointer.last();
            value = last.mayMatchElement()
                    ? "[%s]".formatted(value)
                    : "{\"%s\": %s}".formatted(last.getMatchingProperty(), value);
        }
        return "{\"kind\": \"%s\", \"metadata\": {\"name\": \"%s\", \"resourceVersion\": \"7\"}, %s"
                .formatted(edit.object().kind(), edit.object().name(), value.substring(1));
    }

    @Test
    void theSelectionShowsInNoArgumentsOrEnvironment() throws Exception {
        var shown = new TreeMap<String, List<String>>();
        for (var selection : selections()) {
            for (var file : written(".*")) {
                Files.delete(file);
            }
            make(selection);
            shown.put(
                    selection.describe(),
                    List.of(
                            String.join("\n", new TreeSet<>(lines("arguments"))),
                            written("environment.*").stream()
                                    .flatMap(file -> read(file).stream())
                                    .distinct()
                                    .sorted()
                                    .collect(Collectors.joining("\n"))));
        }
        assertThat(shown).hasSize(selections().size());
        assertThat(new TreeSet<>(shown.values().stream().map(List::getFirst).toList()))
                .as("arguments, by selection: " + shown)
                .hasSize(1);
        assertThat(new TreeSet<>(shown.values().stream().map(List::getLast).toList()))
                .as("environments")
                .hasSize(1);
        assertThat(lines("arguments")).hasSizeGreaterThan(2);
    }

    @Test
    void whoeverRestartsPodsDuringADecoyIsNoticed() throws Exception {
        var change = change(new Selection(Duration.ZERO, null, new Decoy.Nothing()));
        var changing = change.at(Instant.now().plusMillis(100));
        try {
            Awaitility.await().atMost(TIMEOUT).until(() -> lines("replaced").size() > 12);
            assertThat(change.wasMeddledWith()).isFalse();
            var deployments = folder.resolve("deployments.json");
            Files.writeString(
                    deployments,
                    Files.readString(deployments)
                            .replaceFirst(
                                    "\"a\": \"b\"",
                                    "\"kubectl.kubernetes.io/restartedAt\": \"" + Instant.now() + "\""));
            assertThat(change.wasMeddledWith()).isTrue();
        } finally {
            changing.interrupt();
            changing.join();
        }
    }

    private static List<Selection> selections() {
        var decoys = Stream.concat(
                Stream.of(new Decoy.Nothing(), new Decoy.Restart("user"), new Decoy.MorePods()),
                Selection.controls(INCIDENTS).stream());
        return Stream.concat(
                        INCIDENTS.stream().map(incident -> new Selection(Duration.ZERO, incident, null)),
                        decoys.map(decoy -> new Selection(Duration.ZERO, null, decoy)))
                .toList();
    }

    /** Has it made until it shows at the cluster, and ends it as a drill does. */
    private void make(Selection selection) throws Exception {
        var change = change(selection);
        var changing = change.at(Instant.now().plusMillis(100));
        try {
            Awaitility.await(selection.describe())
                    .atMost(TIMEOUT)
                    .until(() -> change.failure().isPresent() || isMade(selection));
        } finally {
            changing.interrupt();
            changing.join();
        }
        assertThat(change.failure()).isEmpty();
        assertThat(change.commandsOfItsOwn()).as(selection.describe()).isEmpty();
        var trigger = trigger(selection);
        var sql = trigger == null ? null : lastSql(trigger);
        if (sql == null) {
            assertThat(folder.resolve("statements")).doesNotExist();
        } else {
            assertThat(Files.readString(folder.resolve("statements")))
                    .isEqualToIgnoringNewLines(sql.run().strip());
            assertThat(Files.readString(folder.resolve("psql-arguments")))
                    .contains("--username=postgres", "--dbname=orderflow", "ON_ERROR_STOP=1");
        }
    }

    private SelectedChange change(Selection selection) {
        var address = URI.create("http://127.0.0.1:1");
        var cluster = new Cluster(
                new Kubectl(folder.resolve("kubectl").toString()),
                address,
                address,
                new PrometheusReader(address),
                Backend.JAEGER.traces(address),
                Backend.VICTORIALOGS.logs(address));
        return new SelectedChange(cluster, selection, INCIDENTS, Clock.systemUTC(), Duration.ofMillis(20));
    }

    private static @Nullable Trigger trigger(Selection selection) {
        return selection.incident() != null
                ? selection.incident().trigger()
                : selection.decoy() instanceof Decoy.Control control ? control.trigger() : null;
    }

    /** Returns the trigger itself, or the last of a sequence that runs statements; null if none does. */
    private static @Nullable SqlTrigger lastSql(Trigger trigger) {
        return switch (trigger) {
            case SqlTrigger sql -> sql;
            case SequenceTrigger sequence ->
                sequence.changes().reversed().stream()
                        .map(SelectedChangeTest::lastSql)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            default -> null;
        };
    }

    private boolean isMade(Selection selection) {
        var replaced = String.join("\n", lines("replaced"));
        if (selection.incident() != null) {
            return isMade(selection.incident().trigger(), replaced);
        }
        return switch (Objects.requireNonNull(selection.decoy())) {
            case Decoy.Nothing _ -> lines("replaced").size() > 4;
            case Decoy.Restart restart ->
                replaced.contains("\"name\":\"" + restart.service() + "\"")
                        && replaced.contains("\"kubectl.kubernetes.io/restartedAt\":\"20");
            case Decoy.MorePods _ -> replaced.matches("(?s).*\"replicas\":[2-9].*");
            case Decoy.Control control -> isMade(control.trigger(), replaced);
        };
    }

    private boolean isMade(Trigger trigger, String replaced) {
        return switch (trigger) {
            case SqlTrigger sql ->
                String.join("\n", lines("statements")).strip().equals(sql.run().strip());
            case SequenceTrigger sequence -> isMade(sequence.changes().getLast(), replaced);
            case ScaleTrigger scale ->
                replaced.matches("(?s).*\"replicas\":%s.*".formatted(scale.addsPods() ? "[2-9]" : "0"));
            case EnvTrigger env ->
                env.set().entrySet().stream()
                        .allMatch(variable -> replaced.contains("{\"name\":\"%s\",\"value\":\"%s\"}"
                                .formatted(variable.getKey(), variable.getValue())));
            case EditTrigger edit -> replaced.contains(String.valueOf(edit.to()));
            case ExecTrigger exec ->
                lines("scripts").containsAll(exec.run().strip().lines().toList());
            case ReleaseTrigger release ->
                replaced.contains("\"image\":\"localhost/orderflow/some:%s\"".formatted(release.version()));
            case DrainTrigger _ -> replaced.contains("\"unschedulable\":true");
            case ApplyTrigger apply ->
                apply.manifests().stream()
                        .allMatch(manifest -> String.join("\n", lines("created"))
                                .contains(manifest.at("/metadata/name").asString()));
        };
    }

    /** Requires that the commands repeat unchanged: one more or fewer would show the moment. */
    @Test
    void theCommandsAreTheSameAfterTheMomentAsBefore() throws Exception {
        make(new Selection(Duration.ZERO, null, new Decoy.Nothing()));
        var commands = lines("arguments");
        var ofNodes = IntStream.range(0, commands.size())
                .filter(i -> commands.get(i).matches(".* nodes( .*)?"))
                .toArray();
        // The first is of those that run once, at the beginning; the moment is in the second repetition.
        assertThat(ofNodes).hasSizeGreaterThan(3);
        var repeated = commands.subList(ofNodes[1], ofNodes[2]);
        for (var i = 1; i < ofNodes.length - 1; i++) {
            assertThat(commands.subList(ofNodes[i], ofNodes[i + 1])).isEqualTo(repeated);
        }
    }

    /** Requires that replaced objects have neither status nor resourceVersion. */
    @Test
    void onlyWhatIsMeantIsReplaced() throws Exception {
        make(new Selection(Duration.ZERO, null, new Decoy.Restart("user")));
        assertThat(lines("replaced"))
                .filteredOn(line -> line.contains("restartedAt"))
                .singleElement()
                .asString()
                .contains("\"name\":\"user\"", "\"replicas\":1", "\"a\":\"b\"", "\"kind\":\"List\"")
                .doesNotContain("resourceVersion", "\"status\"", "\"name\":\"order\"");
        assertThat(lines("replaced"))
                .filteredOn(line -> !line.contains("restartedAt"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith("\"items\":[]}"));
    }

    private List<String> lines(String file) {
        return Files.exists(folder.resolve(file)) ? read(folder.resolve(file)) : List.of();
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the files of these names that the programs wrote. */
    private List<Path> written(String names) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(names)
                            && !file.getFileName().toString().endsWith(".json")
                            && !List.of("kubectl", "psql")
                                    .contains(file.getFileName().toString()))
                    .toList();
        }
    }

    private void program(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
