package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.AuditCall;
import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.explain.Explanation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Rehearses an incident in short, with one check a line: a load, the change until somebody is paged, the page at the
 * pager, the evidence, the walk to the cause, the end of the change, and the audit. If the incident's file says so,
 * pools are larger than the chart's, so that fewer pods are enough.
 */
final class Rehearsal {

    /** A baseline of this length is enough: the rule of the median needs one minute of traffic. */
    private static final Duration BASELINE = Duration.ofSeconds(90);

    /** How long to wait for a page that fires only after the last pod is ready. */
    private static final Duration OBSERVE = Duration.ofMinutes(3);

    /**
     * The longest time until the pager has notified and walked: Alertmanager waits 10 s for other alerts of a group,
     * and the walk begins with the page.
     */
    private static final Duration DELIVERY = Duration.ofMinutes(1);

    /**
     * The longest time until the pager resolves its pages: Alertmanager sends a resolution a minute after the group's
     * last notification at the earliest.
     */
    private static final Duration RESOLUTION = Duration.ofMinutes(3);

    /** How long the audit waits for orders in progress. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(3);

    private static final Path FOLDER = Path.of("build/rehearsal").toAbsolutePath();

    private final Cluster cluster;
    private final Progress progress = new Progress();
    private final Checks checks = new Checks();
    private final IncidentFile.Incident incident;

    Rehearsal(Cluster cluster, IncidentFile.Incident incident) {
        this.cluster = cluster;
        this.incident = incident;
    }

    /**
     * Rehearses the incident.
     *
     * @param restore whether to restore the pools of the release at the end
     * @return whether every check passed
     */
    boolean run(boolean restore) throws Exception {
        Files.createDirectories(FOLDER);
        var pager = PagerClient.local(cluster.kubectl());
        var run = new IncidentRun(cluster, incident, progress);
        var outcome = run.untilPaged(BASELINE, OBSERVE);
        var first = outcome.pages().entrySet().stream()
                .filter(page -> incident.expect().alerts().contains(page.getKey()))
                .findFirst();
        var paged = first.map(Map.Entry::getKey).orElse("");
        checks.within(Duration.ZERO, "one of the incident's pages fired", () -> {
            Checks.require(first.isPresent(), "none fired for its cause, but these: " + outcome.pages());
            return "%s, %d s after the change"
                    .formatted(paged, first.orElseThrow().getValue().toSeconds());
        });
        checks.within(DELIVERY, "the pager notified once", () -> delivered(pager, outcome, paged));
        for (var evidence : incident.truth().evidence()) {
            checks.within(
                    DELIVERY,
                    "evidence: " + evidence.shows(),
                    () -> evidence.found(cluster.stores(), outcome.changed(), Instant.now()));
        }
        checks.within(DELIVERY, "from the page to its cause", () -> walk(paged));
        checks.within(DELIVERY, "the evidence stands beside the page", () -> evidence(pager, outcome.changed(), paged));
        checks.within(Duration.ZERO, "over after the change is undone", () -> {
            var recovery = new Recovery(cluster, incident, progress);
            // What was given up meanwhile comes back by no undoing.
            var mitigation = incident.mitigation("");
            var took = mitigation.run() instanceof Remedy.Replay
                    ? recovery.run(mitigation, OptionalInt.empty())
                    : recovery.undo();
            return took.toSeconds() + " s";
        });
        checks.within(RESOLUTION, "the pager resolved its pages by itself", () -> ended(pager, outcome.changed()));
        var log = FOLDER.resolve("load.log");
        checks.within(Duration.ZERO, "the page fired in time", () -> inTime(outcome, run.endLoad(log)));
        checks.within(Duration.ZERO, "every order is conserved", () -> audit(log));
        if (restore) {
            run.restore();
        }
        return checks.summary();
    }

    private String inTime(IncidentRun.Outcome outcome, JsonNode report) {
        Checks.require(!outcome.pages().isEmpty(), "no page fired");
        var times = SymptomTimes.of(outcome, incident.expect(), cluster.prometheus());
        var faults = times.faults(incident.expect());
        Checks.require(faults.isEmpty(), String.join("; ", faults));
        return "%s s after the symptom, %s s after the first failed request"
                .formatted(times.seconds(), PageTimes.of(outcome, report).seconds());
    }

    private static String delivered(PagerClient pager, IncidentRun.Outcome outcome, String alert) {
        var pages = pager.since(outcome.changed());
        var groups = Deliveries.byGroup(pages);
        var page = page(pages, alert);
        Checks.require(
                groups.values().stream().allMatch(count -> count == 1), "more than one page of a group: " + groups);
        var notifications = Deliveries.notifications(
                pager.timeline(page.number()),
                outcome.changed().plus(outcome.pages().get(alert)).minus(ObservedPages.SCRAPE));
        Checks.require(notifications == 1, notifications + " notifications, not one");
        return "page %d, of %s".formatted(page.number(), groups.keySet());
    }

    private String walk(String alert) {
        var stores = cluster.stores();
        var firing = Walk.firing(stores).stream()
                .filter(one -> one.name().equals(alert))
                .findFirst();
        Checks.require(firing.isPresent(), alert + " does not fire");
        var found = new Walk(stores, Clock.systemUTC(), _ -> {}).fromPage(firing.orElseThrow());
        Checks.require(found.arrived(), "ended at " + found.hops().getLast());
        var truth = incident.truth().cause();
        Checks.require(
                found.causes().contains(truth),
                "found another cause than %s: %s".formatted(truth, found.explanation()));
        return "%s; the cause is %s; %d hops in %d ms"
                .formatted(
                        Optional.ofNullable(found.explanation())
                                .map(Explanation::sentence)
                                .orElse("no trace explains it"),
                        truth,
                        found.hops().size(),
                        found.milliseconds());
    }

    private static String evidence(PagerClient pager, Instant changed, String alert) {
        var page = page(pager.since(changed), alert);
        var kinds = pager.timeline(page.number()).stream()
                .map(PagerClient.Entry::kind)
                .toList();
        Checks.require(kinds.contains("EVIDENCE_FOUND"), "not yet: " + kinds);
        pager.acknowledge(page.number());
        return "acknowledged, as a person would now";
    }

    private static String ended(PagerClient pager, Instant changed) {
        var open =
                pager.since(changed).stream().filter(page -> !page.isResolved()).toList();
        Checks.require(open.isEmpty(), "still open: " + open);
        return "all";
    }

    private String audit(Path log) throws InterruptedException {
        var broken = AuditCall.run(cluster.kubectl(), UNDER_WAY, log).report().broken();
        Checks.require(broken.isEmpty(), "violated: " + broken);
        return "every invariant holds";
    }

    private static PagerClient.Page page(List<PagerClient.Page> pages, String alert) {
        return pages.stream()
                .filter(page -> page.label("alertname").equals(alert))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the pager has no page of " + alert + " yet, but of " + pages));
    }
}
