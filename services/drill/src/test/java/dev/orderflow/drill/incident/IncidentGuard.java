package dev.orderflow.drill.incident;

import dev.orderflow.drill.exercise.RecordedStores;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.recording.RecordedRun;
import dev.orderflow.drill.score.Recordings;
import dev.orderflow.stores.Stores;
import dev.orderflow.testkit.RecordedSystem;
import dev.orderflow.walk.Walk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks that incidents, alerts and recordings fit each other. Returns a sentence for each fault, which names the file
 * and the fix.
 */
final class IncidentGuard {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path RECORDINGS = Tree.ROOT.resolve("services/walk/src/test/resources/traces");
    private static final String REASONS = "alerts-without-incident.json";

    /** The window of time around a recording's first span. */
    private static final Duration AROUND = Duration.ofMinutes(5);

    /** The evidence that a recorded run lacks, by incident and evidence: to read a recording takes a second. */
    private static final Map<String, List<Evidence>> UNANSWERED = new ConcurrentHashMap<>();

    private IncidentGuard() {}

    /** @param root of the tree, or of a copy of its parts */
    static List<String> faults(Path root) {
        var folder = Tree.incidents(root);
        var incidents = IncidentFile.all(folder);
        var faults = new ArrayList<String>();
        var paging = paging(root);
        for (var incident : incidents) {
            var file = folder.resolve(incident.id() + ".yaml");
            incident.expect().alerts().stream()
                    .filter(alert -> !paging.contains(alert))
                    .map(alert ->
                            "%s: %s is no alert of helm/observability/files/rules with severity page; there are: %s"
                                    .formatted(at(file, "alert: " + alert), alert, String.join(", ", paging)))
                    .forEach(faults::add);
            evidence(incident, file).forEach(faults::add);
        }
        reasons(folder, incidents, paging).forEach(faults::add);
        return faults;
    }

    /** Each paging alert has an incident or a reason, and no reason is of another time. */
    private static List<String> reasons(Path folder, List<Incident> incidents, Set<String> paging) {
        var file = folder.resolve(REASONS);
        var reasons = new TreeMap<String, String>();
        JSON.readTree(read(file))
                .properties()
                .forEach(
                        reason -> reasons.put(reason.getKey(), reason.getValue().asString()));
        var expected = incidents.stream()
                .flatMap(incident -> incident.expect().alerts().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        var faults = new ArrayList<String>();
        paging.stream()
                .filter(alert -> !expected.contains(alert) && !reasons.containsKey(alert))
                .map(alert ->
                        ("%s:1: %s pages, but no incident expects it: add it to the pages of one, or say here why "
                                        + "none can")
                                .formatted(REASONS, alert))
                .forEach(faults::add);
        reasons.forEach((alert, reason) -> {
            var at = at(file, "\"" + alert + "\"");
            if (!paging.contains(alert)) {
                faults.add("%s: %s is no alert with severity page: remove its line".formatted(at, alert));
            } else if (expected.contains(alert)) {
                faults.add("%s: %s has an incident: remove its line".formatted(at, alert));
            } else if (!reason.endsWith(".") || reason.length() < 20) {
                faults.add("%s: the reason for %s is no sentence".formatted(at, alert));
            }
        });
        return faults;
    }

    /**
     * Evidence in logs and traces is found in the incident's recorded run, whose walks RecordedRunsTest makes, or in a
     * recorded trace whose walk shows the incident's cause.
     */
    private static List<String> evidence(Incident incident, Path file) {
        var asked = incident.truth().evidence().stream()
                .filter(evidence -> !(evidence.ask() instanceof Evidence.Metrics))
                .toList();
        var recorded = Recordings.file(incident.id());
        if (Files.exists(recorded)) {
            return UNANSWERED.computeIfAbsent(incident.id() + asked, _ -> unanswered(asked, recorded)).stream()
                    .map(evidence -> missing(evidence, file, incident))
                    .toList();
        }
        var best = asked;
        var isShown = false;
        for (var name : recordings()) {
            try (var system = new RecordedSystem(name)) {
                var stores = RecordedStores.of(system);
                if (shows(stores, system, incident)) {
                    var unanswered = unanswered(
                                    asked,
                                    stores,
                                    system.began().minus(AROUND),
                                    system.began().plus(AROUND))
                            .toList();
                    best = !isShown || unanswered.size() < best.size() ? unanswered : best;
                    isShown = true;
                }
            }
        }
        if (!isShown) {
            return List.of(("%s: no recording of %s shows %s; try: make record-traces, with a scene of it, or"
                            + " make record NAME=%s while its page fires")
                    .formatted(
                            at(file, "component:"), RECORDINGS, incident.truth().cause(), incident.id()));
        }
        return best.stream().map(evidence -> missing(evidence, file, incident)).toList();
    }

    private static List<Evidence> unanswered(List<Evidence> asked, Path recorded) {
        var run = RecordedRun.read(recorded);
        return unanswered(asked, run.stores(), run.time().minus(AROUND), run.time())
                .toList();
    }

    private static Stream<Evidence> unanswered(List<Evidence> asked, Stores stores, Instant from, Instant until) {
        return asked.stream()
                .filter(evidence -> evidence.ask().answer(stores, from, until).isEmpty());
    }

    private static String missing(Evidence evidence, Path file, Incident incident) {
        return ("%s: nothing in the recordings that show %s answers %s; mend the query, or record the fault anew:"
                        + " make record-traces")
                .formatted(
                        at(file, evidence.shows()),
                        incident.truth().cause(),
                        evidence.ask().describe());
    }

    private static boolean shows(Stores stores, RecordedSystem system, Incident incident) {
        var findings = new Walk(stores, Clock.systemUTC(), hop -> {}).fromTrace(system.traceId());
        return findings.causes().contains(incident.truth().cause());
    }

    /** Recordings with their lines; those without are of no use to an incident. */
    private static List<String> recordings() {
        var lines = ".logs.json";
        try (var files = Files.list(RECORDINGS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(lines))
                    .map(name -> name.replace(lines, ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Alerts with severity page, by name. */
    private static Set<String> paging(Path root) {
        try (var files = Files.list(root.resolve("helm/observability/files/rules"))) {
            return files.flatMap(file -> JSON.<JsonNode>valueToTree(new Yaml().load(read(file)))
                            .path("groups")
                            .valueStream())
                    .flatMap(group -> group.path("rules").valueStream())
                    .filter(rule -> rule.has("alert")
                            && rule.at("/labels/severity").asString("").equals("page"))
                    .map(rule -> rule.path("alert").asString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's name and the line of a text. */
    private static String at(Path file, String text) {
        var lines = read(file).lines().toList();
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return file.getFileName() + ":" + (i + 1);
            }
        }
        return file.getFileName() + ":1";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
