package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.AuditCall;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs nights with 7, 20, 33 and 47 pods, and with 47 whose pools fit, each several times with the same load. Results
 * are kept in build/prove: a run goes on where one was cut off, and the table is of all that is there.
 */
final class Prove {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of("build/prove").toAbsolutePath();

    /** How long a night is looked at once all pods are ready. */
    private static final Duration OBSERVE = Duration.ofMinutes(3);

    /** For orders that are under way when the audit begins. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(3);

    /** From the pages of a night, and then from failed requests. */
    private static final int WALKS = 20;

    private final Cluster cluster;
    private final IncidentFile.Incident incident;
    private final Budget budget;
    private final Progress progress = new Progress();

    Prove(Cluster cluster, IncidentFile.Incident incident) {
        this.cluster = cluster;
        this.incident = incident;
        this.budget = Budget.of(cluster.values("orderflow"));
    }

    /** Which nights there are: what is proved is that the pages come at 47, and never where the pools fit. */
    private enum Kind {
        SEVEN(7, false),
        TWENTY(20, false),
        THIRTY_THREE(33, false),
        FORTY_SEVEN(47, false),
        FORTY_SEVEN_FIXED(47, true);

        private final int pods;
        private final boolean fixed;

        Kind(int pods, boolean fixed) {
            this.pods = pods;
            this.fixed = fixed;
        }

        @Override
        public String toString() {
            return pods + (fixed ? "-fixed" : "");
        }
    }

    /**
     * A night's figures; times in seconds.
     *
     * @param pagesAfterChange by alert
     * @param pagesAfterFailure by alert, from the first request that failed after the change
     * @param failedShare of the gateway's requests, over the minutes from the last pod's readiness on
     * @param recovery from the mitigation to the end of the last page
     * @param broken invariants of the audit that do not hold
     * @param delivered how many pages the pager made of each group of alerts, by alert and service
     * @param walks from the pages and failed requests to their cause; null where nobody was paged
     */
    record Result(
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
            Walks.@Nullable Result walks) {}

    /** The names of the kinds of nights. */
    static List<String> names() {
        return List.of(Kind.values()).stream().map(Kind::toString).toList();
    }

    /**
     * Runs the nights that have no result yet, and prints the table of all.
     *
     * @param times nights of each kind
     * @param kinds which; all where none is named
     * @return whether each night went as it should
     */
    boolean run(int times, List<String> kinds) throws Exception {
        Files.createDirectories(FOLDER);
        for (var number = 1; number <= times; number++) {
            for (var kind : Kind.values()) {
                var file = FOLDER.resolve(kind + "-" + number + ".json");
                if ((kinds.isEmpty() || kinds.contains(kind.toString())) && !Files.exists(file)) {
                    progress.say("night " + number + " of " + kind);
                    Files.writeString(file, JSON.writeValueAsString(night(kind, number)));
                }
            }
        }
        return table();
    }

    private Result night(Kind kind, int number) throws Exception {
        var pods = new Spread(incident.trigger().pods()).over(kind.pods);
        var night = new Night(cluster, incident, progress);
        var outcome = night.run(kind.pods, kind.fixed ? budget.fitting(pods) : budget.pool(), OBSERVE);
        var seconds = Math.max(
                60,
                Duration.between(outcome.changed().plus(outcome.scaledAfter()), Instant.now())
                        .toSeconds());
        var failed = cluster.prometheus()
                .value(
                        "sum(increase(http_server_request_duration_seconds_count{service_name=\"gateway\",http_response_status_code=~\"5..\"}[%1$ds]))"
                                        .formatted(seconds)
                                + " / sum(increase(http_server_request_duration_seconds_count{service_name=\"gateway\"}[%1$ds]))"
                                        .formatted(seconds));
        var walks = outcome.pages().isEmpty() ? null : new Walks(cluster).run(WALKS);
        var recovery = new Recovery(cluster, incident, progress)
                .run(incident.trigger().pods().size());
        var log = FOLDER.resolve(kind + "-" + number + ".load.log");
        var report = night.endLoad(log);
        var audit = AuditCall.run(cluster.kubectl(), UNDER_WAY, log).report();
        return new Result(
                kind.toString(),
                outcome.changed().toString(),
                outcome.scaledAfter().toSeconds(),
                seconds(outcome.pages(), Duration.ZERO),
                seconds(outcome.pages(), firstFailure(report, outcome.changed())),
                Double.isNaN(failed) ? 0 : failed,
                outcome.asked(),
                outcome.granted(),
                recovery.toSeconds(),
                audit.broken(),
                Deliveries.byGroup(PagerClient.local(cluster.kubectl()).since(outcome.changed())),
                walks);
    }

    private static Map<String, Long> seconds(Map<String, Duration> pages, Duration less) {
        var seconds = new TreeMap<String, Long>();
        pages.forEach((page, after) -> seconds.put(page, after.minus(less).toSeconds()));
        return seconds;
    }

    /** From the change on; zero where none failed. */
    private static Duration firstFailure(JsonNode report, Instant changed) {
        return report.path("failuresBySecond").properties().stream()
                .map(entry -> Instant.ofEpochSecond(Long.parseLong(entry.getKey())))
                .filter(second -> !second.isBefore(changed))
                .min(Instant::compareTo)
                .map(second -> Duration.between(changed, second))
                .orElse(Duration.ZERO);
    }

    private boolean table() throws IOException {
        var results = new ArrayList<Result>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.filter(name -> name.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                results.add(JSON.readValue(Files.readString(file), Result.class));
            }
        }
        System.out.println(
                "| night | pages, s after the change (s after the first failure) | failed | asked / in use | scaled s | over s | pages at the pager | audit |");
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
        var wrong = results.stream()
                .filter(result -> !asItShould(result))
                .map(Result::kind)
                .toList();
        System.out.println("%d passed, %d failed".formatted(results.size() - wrong.size(), wrong.size()));
        return wrong.isEmpty();
    }

    private static String pages(Result result) {
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

    private static String delivered(Result result) {
        var most = result.delivered().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        return most <= 1
                ? "%d groups, one each".formatted(result.delivered().size())
                : result.delivered().toString();
    }

    /** At 33 pods it is on the edge, and either is right. */
    private boolean asItShould(Result result) {
        var pages = result.pagesAfterChange().keySet();
        var right = switch (result.kind()) {
            case "47" -> pages.containsAll(incident.expect().pages());
            case "33" -> true;
            default -> pages.isEmpty();
        };
        var once = result.delivered().values().stream().allMatch(count -> count == 1);
        return right && once && result.broken().isEmpty();
    }
}
