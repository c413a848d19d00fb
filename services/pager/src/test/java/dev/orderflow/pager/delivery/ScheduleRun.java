package dev.orderflow.pager.delivery;

import dev.orderflow.pager.delivery.Schedule.Acknowledge;
import dev.orderflow.pager.delivery.Schedule.Begin;
import dev.orderflow.pager.delivery.Schedule.End;
import dev.orderflow.pager.delivery.Schedule.Fire;
import dev.orderflow.pager.delivery.Schedule.Ignore;
import dev.orderflow.pager.delivery.Schedule.Outage;
import dev.orderflow.pager.delivery.Schedule.Pause;
import dev.orderflow.pager.delivery.Schedule.Recover;
import dev.orderflow.pager.delivery.Schedule.Reload;
import dev.orderflow.pager.delivery.Schedule.Round;
import dev.orderflow.pager.delivery.Schedule.Silence;
import dev.orderflow.pager.delivery.Schedule.Step;
import dev.orderflow.pager.delivery.Schedule.Unsilence;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Does what a schedule says, and compares pages and messages after each round with what is expected. */
final class ScheduleRun {

    /**
     * The chart's clocks, a minute as a second: but for the time that a program takes to start, and for the dead man's
     * patience, which neither a start nor two cuts with the pauses between attempts must use up: what Alertmanager
     * could not deliver it tries again after pauses that grow.
     */
    private static final Map<String, String> WAITS =
            Map.of("group_wait", "500ms", "group_interval", "1s", "repeat_interval", "4s");

    private static final Duration RESEND = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration LOOKBACK = Duration.ofSeconds(1);

    /**
     * Longer than what comes again by itself: deliveries, the watchdog's among them, and the comparison with the list.
     */
    private static final Duration QUIET = Duration.ofSeconds(6);

    /**
     * From a change, or the end of an outage, to what has to come of it: by the waits a few seconds, on a busy machine
     * more.
     */
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** So late may a step of the escalation be. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Way way;
    private final Schedule schedule;
    private final String namespace;
    private final Map<Series.Group, Expectation> expectations = new TreeMap<>();
    private final List<String> silences = new ArrayList<>();
    private final List<Situation> situations = new ArrayList<>();
    private final int deadMen;
    private int expectedDeadMen;
    private boolean isPagerKilled;

    private Round current = new Round(List.of());
    private Observation seen = new Observation(List.of(), List.of(), 0, 0);

    /** What a person can see, at one moment. */
    private record Observation(List<PageHistory> pages, List<Person.Message> messages, int deadMen, int openDeadMen) {

        List<PageHistory> of(Series.Group group) {
            return pages.stream().filter(page -> page.group().equals(group)).toList();
        }

        int openings(Series.Group group) {
            return of(group).stream().mapToInt(PageHistory::openings).sum();
        }

        List<PageHistory> open(Series.Group group) {
            return of(group).stream().filter(PageHistory::isOpen).toList();
        }
    }

    /** @param way of whose namespaces the schedule's own is none yet */
    ScheduleRun(Way way, Schedule schedule) throws Exception {
        this.way = way;
        this.schedule = schedule;
        this.namespace = "schedule-" + schedule.seed();
        Schedule.ALL.forEach(series -> expectations.computeIfAbsent(series.group(), Expectation::new));
        situations.add(Situation.quiet(namespace, Routing.CHART));
        deadMen = observe().deadMen();
    }

    /** The way with clocks as the schedules want them. */
    static Way way(Path folder) throws Exception {
        var properties = new HashMap<>(Map.of(
                "ORDERFLOW_PAGER_RECONCILIATION_INTERVAL", "500ms",
                "ORDERFLOW_PAGER_RECONCILIATION_MISSING", "3s",
                "ORDERFLOW_PAGER_RECONCILIATION_BLINDLOOKBACK", millis(LOOKBACK),
                "ORDERFLOW_PAGER_RECONCILIATION_BLINDSETTLE", "2s",
                "ORDERFLOW_PAGER_DEADMAN_PATIENCE", millis(PATIENCE),
                "ORDERFLOW_PAGER_REOPENWITHIN", "20s",
                "ORDERFLOW_PAGER_ACKNOWLEDGEMENTEXPIRES", "1h",
                "ORDERFLOW_ONCALL_SCHEDULES_PRIMARY_ROTATION_0", "alice",
                "ORDERFLOW_ONCALL_SCHEDULES_SECONDARY_ROTATION_0", "bob",
                "ORDERFLOW_ONCALL_ESCALATION_REPEATS", "100"));
        var schedules = List.of(List.of("primary"), List.of("secondary"), List.of("primary", "manager"));
        for (var step = 0; step < schedules.size(); step++) {
            var prefix = "ORDERFLOW_ONCALL_ESCALATION_STEPS_" + step;
            properties.put(
                    prefix + "_ESCALATEAFTER",
                    millis(PageHistory.LADDER.get(step).escalateAfter()));
            for (var number = 0; number < schedules.get(step).size(); number++) {
                properties.put(
                        prefix + "_SCHEDULES_" + number, schedules.get(step).get(number));
            }
        }
        return Way.start(folder, Chart.render(), properties, WAITS, RESEND);
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }

    /**
     * Runs it.
     *
     * @return what was seen, in a few words
     * @throws AssertionError where something is not as expected; the message holds the schedule, and what was seen
     */
    String run() throws Exception {
        var number = 0;
        try {
            for (var round : schedule.rounds()) {
                number++;
                play(round);
            }
            number++;
            play(end());
            stay();
        } catch (AssertionError e) {
            throw new AssertionError(
                    ("in round %d, %s%n%s%nschedule %d:%n%s%n  then all ends%n%s%nOnce more: make pager-schedules "
                                    + "COUNT=1 SEED=%4$d")
                            .formatted(number, current.steps(), e.getMessage(), schedule.seed(), schedule, described()),
                    e);
        }
        return "%d rounds, %d pages, %d messages"
                .formatted(number, seen.pages().size(), seen.messages().size());
    }

    /** Nothing fires any more, nothing is silenced, and the routing is the chart's. */
    private Round end() {
        var steps = new ArrayList<Step>();
        for (var silence = 0; silence < silences.size(); silence++) {
            steps.add(new Unsilence(silence));
        }
        steps.add(new Reload(Routing.CHART));
        var firing = new ArrayList<>(now().firing());
        firing.sort((one, other) -> one.toString().compareTo(other.toString()));
        firing.forEach(series -> steps.add(new End(series, false)));
        return new Round(steps);
    }

    private void play(Round round) throws Exception {
        current = round;
        if (round.has(Outage.WATCHDOG_SILENT)) {
            // What ended just before the silence would be open again, or not: that depends on when Alertmanager
            // delivered last.
            await(
                    "the last end is long ago",
                    LOOKBACK.plus(QUIET).plus(BOUND),
                    () -> observe().pages().stream()
                            .allMatch(page -> page.lastEnd()
                                    .isBefore(Instant.now().minus(LOOKBACK).minus(QUIET))));
        }
        for (var step : round.steps()) {
            if (step instanceof Ignore ignore) {
                settle(round);
                ignore(ignore.group());
            } else {
                take(step);
            }
        }
        settle(round);
    }

    private void take(Step step) throws Exception {
        switch (step) {
            case Fire fire -> {
                situations.add(now().with(fire.series()));
                way.rules().fires(fire.series().labels(namespace));
            }
            case End end -> {
                situations.add(now().without(end.series()));
                if (end.isForgotten()) {
                    way.rules().endsForGood(end.series().labels(namespace));
                } else {
                    way.rules().ends(end.series().labels(namespace));
                }
            }
            case Silence silence -> silence(silence);
            case Unsilence unsilence -> {
                if (unsilence.number() < silences.size()) {
                    way.alertmanager().expire(silences.get(unsilence.number()));
                    situations.add(now().silenced(way.alertmanager().silences()));
                }
            }
            case Acknowledge acknowledge -> acknowledge(acknowledge.group());
            case Reload reload -> {
                startsToInhibit(now().routed(reload.routing()));
                way.alertmanager().reload(reload.routing()::apply);
            }
            case Begin begin -> begin(begin.outage());
            case Recover recover -> recover(recover.outage());
            case Pause pause -> Thread.sleep(pause.time());
            case Ignore _ -> throw new IllegalStateException("comes after its round");
        }
    }

    private void silence(Silence silence) throws Exception {
        var page = silence.byPage()
                ? observe().open(silence.series().group()).stream().findFirst()
                : Optional.<PageHistory>empty();
        String id;
        if (page.isPresent()) {
            id = way.pager()
                    .silence(way.pager().get("/api/v1/pages/" + page.get().number()));
        } else {
            var matchers = silence.series().labels(namespace);
            if (silence.ofGroup()) {
                matchers.remove("pod");
            }
            id = way.alertmanager().silence(matchers);
        }
        silences.add(id);
        situations.add(now().silenced(way.alertmanager().silences()));
    }

    private void acknowledge(Series.Group group) throws Exception {
        for (var page : observe().open(group)) {
            way.pager().acknowledge(way.pager().get("/api/v1/pages/" + page.number()));
        }
    }

    /** Nobody does anything: the next step comes, unless somebody has acknowledged the page, or it is silenced. */
    private void ignore(Series.Group group) throws Exception {
        var page = observe().open(group).stream()
                .filter(open -> open.isTriggered() && !open.isSilenced())
                .findFirst();
        if (page.isPresent()) {
            var steps = page.get().steps();
            await(
                    "the next step of page " + page.get().number(),
                    BOUND,
                    () -> observe().pages().stream()
                            .anyMatch(now -> now.number() == page.get().number() && now.steps() > steps));
        }
    }

    private void begin(Outage outage) throws Exception {
        switch (outage) {
            case PAGER_KILLED -> {
                isPagerKilled = true;
                way.pager().kill();
            }
            case ALERTMANAGER_RESTARTED -> way.alertmanager().stop();
            case ALERTMANAGER_KILLED -> way.alertmanager().kill();
            case DELIVERIES_CUT, WATCHDOG_SILENT -> way.network().cut();
            case LIST_CUT -> way.listing().cut();
            case BOTH_CUT -> {
                way.network().cut();
                way.listing().cut();
            }
            case ANSWERS_LOST -> way.network().loseAnswers(2);
        }
    }

    private void recover(Outage outage) throws Exception {
        switch (outage) {
            case PAGER_KILLED -> way.pager().resume();
            case ALERTMANAGER_RESTARTED, ALERTMANAGER_KILLED -> {
                way.alertmanager().resume();
                startsToInhibit(now().silenced(way.alertmanager().silences()));
            }
            case DELIVERIES_CUT -> way.network().mend();
            case LIST_CUT -> way.listing().mend();
            case BOTH_CUT -> {
                way.network().mend();
                way.listing().mend();
            }
            case ANSWERS_LOST -> way.network().loseAnswers(0);
            case WATCHDOG_SILENT -> {
                expectedDeadMen++;
                await(
                        "the dead man's page",
                        PATIENCE.plus(BOUND),
                        () -> observe().openDeadMen() == 1);
                way.network().mend();
            }
        }
    }

    /** What Alertmanager delivers at its start or reload may come before its inhibitor has read the alerts. */
    private void startsToInhibit(Situation situation) {
        situations.add(situation.inhibiting(false));
        situations.add(situation);
    }

    /** Waits until all is as it has to be; from then on it is known which of the possible things came. */
    private void settle(Round round) throws Exception {
        expectations
                .values()
                .forEach(expectation -> expectation.advance(situations, round.has(Outage.WATCHDOG_SILENT)));
        awaitNoProblem();
        expectations.forEach((group, expectation) -> expectation.observed(seen.openings(group)));
        var last = now();
        situations.clear();
        situations.add(last);
    }

    private void awaitNoProblem() throws Exception {
        var problem = new String[] {""};
        try {
            Awaitility.await()
                    .atMost(BOUND)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> {
                        seen = observe();
                        problem[0] = problem(seen);
                        return problem[0].isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after %d s: %s".formatted(BOUND.toSeconds(), problem[0]), e);
        }
    }

    /** What comes late would have come by then. */
    private void stay() throws Exception {
        var problem = new String[] {""};
        try {
            Awaitility.await()
                    .during(QUIET)
                    .atMost(QUIET.plusSeconds(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        seen = observe();
                        problem[0] = problem(seen);
                        return problem[0].isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("all had ended, and then: " + problem[0], e);
        }
    }

    private static void await(String what, Duration atMost, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(250))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("%s did not come within %d s".formatted(what, atMost.toSeconds()), e);
        }
    }

    private Situation now() {
        return situations.getLast();
    }

    private Observation observe() throws IOException, InterruptedException {
        var pages = PageHistory.read(way.pager(), namespace);
        var numbers = pages.stream().map(PageHistory::number).collect(Collectors.toSet());
        var messages = way.person().messages().stream()
                .filter(message -> numbers.contains(message.page()))
                .toList();
        var open = 0;
        var all = 0;
        for (var state : List.of("open", "resolved")) {
            for (var page : way.pager().get("/api/v1/pages?limit=1000&state=" + state)) {
                if (page.path("source").asString().equals("DEAD_MAN")) {
                    open += state.equals("open") ? 1 : 0;
                    all += PageHistory.of(
                                    page,
                                    way.pager()
                                            .get("/api/v1/pages/"
                                                    + page.path("number").asLong() + "/timeline"))
                            .openings();
                }
            }
        }
        return new Observation(pages, messages, all, open);
    }

    /** What is wrong; empty where nothing is. */
    private String problem(Observation seen) {
        if (seen.deadMen() - deadMen != expectedDeadMen || seen.openDeadMen() > 0) {
            return "the dead man paged %d times, %d of them open still; expected %d"
                    .formatted(seen.deadMen() - deadMen, seen.openDeadMen(), expectedDeadMen);
        }
        return Stream.concat(
                        expectations.keySet().stream().map(group -> problem(seen, group)),
                        seen.pages().stream().map(page -> problem(seen, page)))
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String problem(Observation seen, Series.Group group) {
        var expectation = expectations.get(group);
        var open = seen.open(group);
        var problem = expectation.problem(open.size(), seen.openings(group));
        if (!problem.isEmpty()) {
            return group + ": " + problem;
        }
        var atOnce = atOnce(seen.of(group));
        if (atOnce > expectation.most()) {
            return "%s: %d pages were open at the same time, expected %d".formatted(group, atOnce, expectation.most());
        }
        var silenced = expectation.isSilenced(now());
        return silenced == null
                        || open.size() != 1
                        || silenced == open.getFirst().isSilenced()
                ? ""
                : "%s: its page is %s, by Alertmanager it is %s"
                        .formatted(group, word(open.getFirst().isSilenced()), word(silenced));
    }

    private static String word(boolean isSilenced) {
        return isSilenced ? "silenced" : "not silenced";
    }

    private String problem(Observation seen, PageHistory page) {
        var problem = page.problem();
        if (!problem.isEmpty()) {
            return "page %d: %s".formatted(page.number(), problem);
        }
        if (page.isOpen()
                && page.isTriggered()
                && !page.isSilenced()
                && page.dueAt().isBefore(Instant.now().minus(LATE))) {
            return "page %d: a step is due since %s".formatted(page.number(), page.dueAt());
        }
        var messages = seen.messages().stream()
                .filter(message -> message.page() == page.number())
                .toList();
        var ids = messages.stream().map(Person.Message::id).distinct().count();
        // Killed between a message and its note, the pager sends the message once more under its id, by which it is
        // known.
        if (!isPagerKilled && ids != messages.size()) {
            return "page %d: %d messages, %d of them different".formatted(page.number(), messages.size(), ids);
        }
        var counts = page.counts();
        for (var person : List.of("alice", "bob", "carol")) {
            var count = counts.getOrDefault(person, new PageHistory.Count(0, 0));
            var notified = messages.stream()
                    .filter(message -> message.person().equals(person))
                    .map(Person.Message::id)
                    .distinct()
                    .count();
            if (notified > count.most() || notified < count.least()) {
                return "page %d: %s has %d messages, expected %d to %d"
                        .formatted(page.number(), person, notified, count.least(), count.most());
            }
        }
        return "";
    }

    /** How many pages were open at the same time. */
    private static int atOnce(List<PageHistory> pages) {
        record Change(Instant at, int by) {}
        var open = 0;
        var most = 0;
        var changes = pages.stream()
                .flatMap(page -> page.timeline().stream())
                .filter(entry -> List.of("CREATED", "REOPENED", "RESOLVED").contains(entry.kind()))
                .map(entry -> new Change(entry.at(), entry.kind().equals("RESOLVED") ? -1 : 1))
                // Within a millisecond an end counts first.
                .sorted((one, other) -> one.at().equals(other.at())
                        ? one.by() - other.by()
                        : one.at().compareTo(other.at()))
                .toList();
        for (var change : changes) {
            open += change.by();
            most = Math.max(most, open);
        }
        return most;
    }

    private String described() {
        return "fires: %s, silenced: %s, routing: %s%n%s"
                .formatted(
                        now().firing(),
                        now().silences().values(),
                        now().routing(),
                        seen.pages().stream()
                                .map(page -> "    " + page + messages(page))
                                .collect(Collectors.joining("\n")));
    }

    private String messages(PageHistory page) {
        return "\n      messages: "
                + seen.messages().stream()
                        .filter(message -> message.page() == page.number())
                        .map(Person.Message::person)
                        .toList();
    }
}
