package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.AuditCall;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.incident.IncidentFile.Incident.Proof;
import dev.orderflow.drill.recording.RecordedRun;
import dev.orderflow.drill.recording.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Proves an incident: repeats each run that its file lists under {@code proof}, with the same load. Results are kept in
 * build/prove/&lt;incident&gt;, so that an interrupted proof continues, and the table has all results that are there.
 */
final class Prove {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of("build/prove").toAbsolutePath();

    /** The longest time until telemetry of an incident is stored. */
    private static final Duration STORED = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofSeconds(2);

    /** How long a run is observed once all pods are ready, unless the incident says more. */
    private static final Duration OBSERVE = Duration.ofMinutes(3);

    /** How long the audit waits for orders in progress. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(3);

    /** How many walks are made: first from the pages of a run, then from failed requests. */
    private static final int WALKS = 20;

    private final Cluster cluster;
    private final Progress progress = new Progress();
    private final IncidentFile.Incident incident;
    private final Path folder;

    Prove(Cluster cluster, IncidentFile.Incident incident) {
        this.cluster = cluster;
        this.incident = incident;
        this.folder = FOLDER.resolve(incident.id());
    }

    /**
     * The figures of one run; times in seconds.
     *
     * @param pagesAfterChange time from the change to each page, by alert
     * @param pagesAfterFailure time from the first request that failed after the change, by alert
     * @param failedShare share of the gateway's requests that failed since the last pod was ready
     * @param recovery time from the mitigation to the end of the last page
     * @param broken invariants of the audit that are violated
     * @param delivered how many pages the pager opened for each group of alerts, by alert and service
     * @param late a sentence for each expected page that fired too late after its symptom
     * @param unanswered a sentence for each piece of evidence that no store had, in a run whose pages were expected
     * @param walks the walks from pages and failed requests to their cause; null if nobody was paged
     * @param who the answer to which shoppers it hits; null if nobody was paged for requests of shoppers
     * @param notOver why the incident was not over in time after its mitigation; null if it was
     */
    record RunResult(
            String kind,
            String at,
            long scaled,
            Map<String, Long> pagesAfterChange,
            Map<String, Long> pagesAfterFailure,
            double failedShare,
            int asked,
            int granted,
            long recovery,
            List<String> broken,
            Map<String, Integer> delivered,
            List<String> late,
            List<String> unanswered,
            Walks.@Nullable Totals walks,
            WhoCheck.@Nullable Answered who,
            @Nullable String notOver) {}

    /**
     * Makes the runs that have no result yet, and prints the table of all results.
     *
     * @param times how often each run is made
     * @param runs names of runs; empty for all
     * @param keeps whether the results are kept beside the incident's file, and the last recording whose walks are
     *     right
     * @return whether every run met its expectation, including those of earlier proofs
     */
    boolean run(int times, List<String> runs, boolean keeps) throws Exception {
        Files.createDirectories(folder);
        for (var number = 1; number <= times; number++) {
            for (var proof : incident.proof()) {
                var file = folder.resolve(proof.run() + "-" + number + ".json");
                if ((runs.isEmpty() || runs.contains(proof.run())) && !Files.exists(file)) {
                    progress.say("run " + number + " of " + proof.run());
                    Files.writeString(file, JSON.writeValueAsString(runOnce(proof, number)));
                }
            }
        }
        var results = results();
        if (keeps) {
            keep(results);
        }
        return table(List.copyOf(results.values()));
    }

    private void keep(Map<String, RunResult> results) throws IOException {
        var kept = new TreeMap<String, KeptRun>();
        results.forEach((name, result) -> kept.put(name, kept(result)));
        KeptRun.file(incident.id()).add(kept.values());
        for (var run : kept.entrySet()) {
            var recording = folder.resolve(run.getKey() + RecordedRun.EXTENSION);
            if (run.getValue().isWorthARecording() && Files.exists(recording)) {
                Files.copy(
                        recording,
                        IncidentFile.RECORDINGS.resolve(incident.id() + RecordedRun.EXTENSION),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private KeptRun kept(RunResult result) {
        var walks = result.walks();
        return new KeptRun(
                result.kind(),
                result.at(),
                result.pagesAfterFailure(),
                walks == null ? 0 : walks.walked(),
                walks == null ? 0 : walks.right(),
                walks == null ? 0 : walks.median(),
                result.recovery(),
                result.who() == null ? null : result.who().row(),
                wrong(incident, result));
    }

    private RunResult runOnce(Proof proof, int number) throws Exception {
        var run = new IncidentRun(cluster, incident, progress);
        var trigger = proof.pods() == null ? incident.trigger() : incident.over(proof.pods());
        var beforehand = proof.mitigation() == null ? null : incident.preventive(proof.mitigation());
        var control = proof.isControl() ? incident.control() : null;
        var observed = incident.observed(OBSERVE);
        var outcome = control == null ? run.run(trigger, beforehand, observed) : run.run(control, observed);
        var seconds = Math.max(
                60,
                Duration.between(outcome.changed().plus(outcome.madeAfter()), Instant.now())
                        .toSeconds());
        var failed = cluster.prometheus()
                .value(("sum(increase(%1$s{service_name=\"gateway\",http_response_status_code=~\"5..\"}[%2$ds]))"
                                + " / sum(increase(%1$s{service_name=\"gateway\"}[%2$ds]))")
                        .formatted("http_server_request_duration_seconds_count", seconds));
        var unanswered = proof.pages() == Proof.PageRule.EXPECTED ? unanswered(outcome.changed()) : List.<String>of();
        var walks = outcome.pages().isEmpty()
                ? null
                : new Walks(cluster, incident.truth().cause()).run(WALKS, outcome.changed());
        var who = outcome.pages().isEmpty()
                ? null
                : new WhoCheck(cluster, incident.truth().groups()).run().orElse(null);
        if (walks != null) {
            new Recorder(cluster.stores())
                    .record()
                    .write(folder.resolve(proof.run() + "-" + number + RecordedRun.EXTENSION));
        }
        var recovery = Duration.ZERO;
        String notOver = null;
        try {
            recovery = control == null
                    ? new Recovery(cluster, incident, progress).run(incident.mitigation(""), OptionalInt.empty())
                    : new Recovery(cluster, incident, progress).undo(control.trigger());
        } catch (IllegalStateException e) {
            // The run has failed, and stands in the table.
            notOver = String.valueOf(e.getMessage());
            progress.say(notOver);
        }
        var log = folder.resolve(proof.run() + "-" + number + ".load.log");
        var times = PageTimes.of(outcome, run.endLoad(log));
        var late = SymptomTimes.of(outcome, incident.expect(), cluster.prometheus())
                .faults(incident.expect());
        var audit = AuditCall.run(cluster.kubectl(), UNDER_WAY, log).report();
        if (beforehand != null) {
            run.restore();
        }
        return new RunResult(
                proof.run(),
                outcome.changed().toString(),
                outcome.madeAfter().toSeconds(),
                new PageTimes(outcome.pages()).seconds(),
                times.seconds(),
                Double.isNaN(failed) ? 0 : failed,
                outcome.asked(),
                outcome.granted(),
                recovery.toSeconds(),
                audit.broken(),
                Deliveries.byGroup(PagerClient.local(cluster.kubectl()).since(outcome.changed())),
                late,
                unanswered,
                walks,
                who,
                notOver);
    }

    /** Looks for each piece of evidence for a minute, and returns a sentence for each that is missing. */
    private List<String> unanswered(Instant changed) throws InterruptedException {
        var unanswered = new ArrayList<String>();
        for (var evidence : incident.truth().evidence()) {
            var until = Instant.now().plus(STORED);
            var answer = "";
            var last = "";
            do {
                try {
                    answer = evidence.found(cluster.stores(), changed, Instant.now());
                } catch (IllegalStateException e) {
                    last = String.valueOf(e.getMessage());
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                }
            } while (answer.isEmpty() && Instant.now().isBefore(until));
            progress.say(
                    (answer.isEmpty() ? "✗ " : "✓ ") + evidence.shows() + ": " + (answer.isEmpty() ? last : answer));
            if (answer.isEmpty()) {
                unanswered.add(evidence.shows() + ": " + last);
            }
        }
        return unanswered;
    }

    /** Returns the results that are there, by the name of their file without its extension. */
    private Map<String, RunResult> results() throws IOException {
        var results = new TreeMap<String, RunResult>();
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(name -> name.toString().endsWith(".json")).toList()) {
                results.put(
                        file.getFileName().toString().replaceFirst("[.]json$", ""),
                        JSON.readValue(Files.readString(file), RunResult.class));
            }
        }
        return results;
    }

    private boolean table(List<RunResult> results) {
        System.out.println(
                "| run | pages, s after the change (s after the first failure) | failed | asked / in use | scaled "
                        + "s | over s | pages at the pager | audit |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (var result : results) {
            System.out.printf(
                    "| %s | %s | %.1f %% | %d / %d | %d | %d | %s | %s |%n",
                    result.kind(),
                    pages(result),
                    100 * result.failedShare(),
                    result.asked(),
                    result.granted(),
                    result.scaled(),
                    result.recovery(),
                    delivered(result),
                    result.broken().isEmpty() ? "holds" : result.broken());
        }
        results.stream()
                .filter(result -> result.walks() != null)
                .forEach(result ->
                        System.out.println(result.kind() + ": " + result.walks().row()));
        results.forEach(result -> {
            if (result.who() != null) {
                System.out.println(
                        result.kind() + ", which shoppers: " + result.who().row());
            }
        });
        results.stream()
                .filter(result -> !wrong(incident, result).isEmpty())
                .forEach(result ->
                        System.out.println(result.kind() + ": " + String.join("; ", wrong(incident, result))));
        var failed = results.stream()
                .filter(result -> !wrong(incident, result).isEmpty())
                .count();
        System.out.println("%d passed, %d failed".formatted(results.size() - failed, failed));
        return failed == 0;
    }

    private static String pages(RunResult result) {
        return result.pagesAfterChange().isEmpty()
                ? "none"
                : result.pagesAfterChange().entrySet().stream()
                        .map(page -> "%s %d (%d)"
                                .formatted(
                                        page.getKey(),
                                        page.getValue(),
                                        result.pagesAfterFailure().get(page.getKey())))
                        .collect(Collectors.joining(", "));
    }

    private static String delivered(RunResult result) {
        var most = result.delivered().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return most <= 1
                ? "%d groups, one each".formatted(result.delivered().size())
                : result.delivered().toString();
    }

    /** Describes how a result differs from what the run's entry in the file expects; empty if it does not. */
    static List<String> wrong(IncidentFile.Incident incident, RunResult result) {
        var wrong = new ArrayList<String>();
        var pages = result.pagesAfterChange().keySet();
        var proof = incident.proof().stream()
                .filter(one -> one.run().equals(result.kind()))
                .findFirst();
        if (proof.isEmpty()) {
            wrong.add("the incident's file has no such run");
        } else if (proof.get().pages() == Proof.PageRule.NONE && !pages.isEmpty()) {
            wrong.add("paged: " + pages);
        } else if (proof.get().pages() == Proof.PageRule.EXPECTED) {
            var missing = incident.expect().alerts().stream()
                    .filter(page -> !pages.contains(page))
                    .toList();
            if (!missing.isEmpty()) {
                wrong.add("did not page: " + missing);
            }
            wrong.addAll(result.late());
            wrong.addAll(result.unanswered());
            var groups = incident.truth().groups();
            if (result.who() == null ? !groups.isEmpty() : !result.who().right()) {
                wrong.add(
                        groups.isEmpty()
                                ? "make who names some shoppers, and it hits all alike"
                                : "make who names none of " + groups);
            }
            if (incident.expect().alerts().stream()
                    .noneMatch(alert ->
                            result.delivered().keySet().stream().anyMatch(group -> group.startsWith(alert + " ")))) {
                wrong.add("the pager opened no page of " + incident.expect().alerts());
            }
        }
        if (result.notOver() != null) {
            wrong.add(result.notOver());
        }
        if (result.delivered().values().stream().anyMatch(count -> count != 1)) {
            wrong.add("pages at the pager by group, not one each: " + result.delivered());
        }
        if (!result.broken().isEmpty()) {
            wrong.add("these do not hold: " + result.broken());
        }
        return wrong;
    }
}
