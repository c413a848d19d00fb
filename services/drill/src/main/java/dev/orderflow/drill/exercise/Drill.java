package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.LoadJob;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Verdict;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.exercise.Responder.Briefing;
import dev.orderflow.drill.incident.Budget;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.incident.Leftovers;
import dev.orderflow.drill.incident.QuietBaseline;
import dev.orderflow.drill.incident.Recovery;
import dev.orderflow.drill.incident.Release;
import dev.orderflow.drill.incident.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one drill: a load, a quiet baseline, a box of time within which an incident or decoy begins, and a responder who
 * states the cause. Then mends the system, scores the answer, prints the result, and keeps it in build/drill.
 */
final class Drill {

    private static final Path FOLDER = Path.of("build/drill");

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration REPORT_INTERVAL = Duration.ofMinutes(2);

    /** The pause between two polls of a program that responds. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** The pause between two runs of the commands that hide the selected change. */
    private static final Duration PRETENCE = Duration.ofSeconds(2);

    /** The longest time from the drill's end until Recovery has mended the system; the load goes on for that long. */
    private static final Duration MENDED = Duration.ofMinutes(15);

    /** The arrivals of shoppers are the same in every drill, whatever was selected. */
    private static final long LOAD_SEED = 1;

    private final DrillOptions options;
    private final Cluster cluster;
    private final Clock clock = Clock.systemUTC();
    private final Progress progress = new Progress();
    private final Health health = new Health();
    private final List<String> leaked = new ArrayList<>();
    private final List<String> unsearched = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Drill(Cluster cluster, DrillOptions options) {
        this.cluster = cluster;
        this.options = options;
    }

    /**
     * Runs the drill.
     *
     * @return whether nothing gave the selection away to the responder
     * @throws IllegalStateException if the selected change could not be made; nobody is scored then
     * @throws IOException if the kept figures cannot be read or written
     */
    boolean run() throws InterruptedException, IOException {
        try (var processes = LocalProcesses.ofThisProgram()) {
            return run(processes);
        }
    }

    private boolean run(LocalProcesses processes) throws InterruptedException, IOException {
        var incidents = IncidentFile.all(IncidentFile.FOLDER);
        var selection = Selection.of(
                options,
                incidents,
                List.copyOf(new Deployments(cluster.kubectl()).states().keySet()));
        var pager = PagerClient.local(cluster.kubectl());
        pager.verdicts(); // fails early: without the pager nobody would be paged
        var load = new LoadJob(cluster.kubectl());
        begin(incidents, load);
        var started = clock.instant();
        var briefing = new Briefing(
                started.plus(options.box()), started.plus(options.box()).plus(options.limit()));
        var began = started.plus(selection.after());
        printBriefing(briefing, pager);

        var conditions = incidents.stream()
                .flatMap(incident -> incident.recovered().stream())
                .distinct()
                .toList();
        var measuring = health.watch(cluster.prometheus(), conditions, began);
        var change = new SelectedChange(cluster, selection, incidents, clock, PRETENCE);
        var changing = change.at(began);
        var responding = Thread.ofVirtual().start(() -> respond(pager, briefing));
        waitForTheEnd(
                new EndCondition(
                        began, briefing.boxOver(), briefing.closes(), options.responder() == Responder.Kind.PERSON),
                pager,
                () -> change.failure().isPresent() && clock.instant().isAfter(briefing.boxOver()));
        var ended = clock.instant();
        var recovered = health.recovered().orElse(null);
        end(responding);
        end(changing);
        DrillTimeline timeline;
        boolean acted;
        boolean isHarmed;
        boolean isTight;
        try {
            timeline = DrillTimeline.of(entries(pager, began), pager.verdicts(), began, ended, options.name());
            acted = timeline.acted() || change.wasMeddledWith();
            var harms = change.harms();
            isHarmed = !harms.isEmpty();
            harms.forEach(harm -> notes.add("harm: " + harm.id() + ": " + harm.why()));
            leaked.addAll(change.commandsOfItsOwn().stream()
                    .map("processes: a command that not every drill runs: "::concat)
                    .toList());
            isTight = searchForLeaks(
                    new ResponderView(cluster, pager), processes, new Leaks(incidents, options.seed()), started);
        } finally {
            mend(selection, load);
        }
        end(measuring);
        if (change.failure().isPresent()) {
            throw new IllegalStateException(
                    "the drill does not count: " + change.failure().get());
        }
        var result = grade(selection, timeline, acted, isHarmed, started, briefing.boxOver(), began, ended, recovered);
        System.out.print(result.text());
        System.out.println("\n  kept in " + result.keep(FOLDER));
        if (options.keeps()) {
            KeptDrill.file().add(List.of(result.kept()));
        }
        return isTight;
    }

    private static void end(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** Searches for leaks. A part that could not be searched counts as a leak. */
    private boolean searchForLeaks(ResponderView view, LocalProcesses processes, Leaks leaks, Instant since) {
        progress.say("the drill is over; searching for what could have been read of it");
        try {
            var found = LeakCheck.run(view, processes, leaks, since);
            progress.say(found.row());
            found.leaks().forEach(leak -> leaked.add(leak.toString()));
            unsearched.addAll(found.unsearched());
        } catch (IllegalStateException e) {
            unsearched.add(String.valueOf(e.getMessage()));
        }
        return leaked.isEmpty() && unsearched.isEmpty();
    }

    /** Starts the load and waits for the baseline. Does not depend on the selection, and so gives nothing away. */
    private void begin(List<Incident> incidents, LoadJob load) throws InterruptedException {
        var site = new Site(cluster, progress::say);
        Leftovers.requireNone(incidents, site);
        // Of all incidents: the images on the node say nothing of the one that was selected.
        cluster.build(Stream.concat(
                        incidents.stream().map(Incident::trigger),
                        Selection.controls(incidents).stream().map(Selection.Decoy.Control::trigger))
                .flatMap(trigger -> trigger.releases().stream())
                .toList());
        new Release(site).forgetMitigations(incidents);
        var quiet = new QuietBaseline(cluster, load, progress);
        quiet.reset(Budget.of(cluster.values("orderflow")).pool());
        var rate = incidents.stream()
                .mapToDouble(incident -> incident.load().rate())
                .max()
                .orElseThrow();
        var baseline = incidents.stream()
                .map(incident -> incident.load().baselineLength())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        // The most of all candidates, so that it does not tell which was selected.
        var shoppers = incidents.stream()
                .flatMap(incident -> Stream.ofNullable(incident.load().shoppers()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        load.start(
                rate,
                LOAD_SEED,
                shoppers,
                QuietBaseline.WARM_UP
                        .plus(baseline)
                        .plus(options.box())
                        .plus(options.limit())
                        .plus(MENDED));
        progress.say("load: %.0f arrivals a second; %d quiet seconds are its baseline"
                .formatted(rate, baseline.toSeconds()));
        quiet.await(baseline);
    }

    private void printBriefing(Briefing briefing, PagerClient pager) {
        var boxOver = briefing.boxOver().truncatedTo(ChronoUnit.SECONDS);
        System.out.printf(
                """

                  The drill begins. Until %s something may begin; or nothing does.
                  State the cause, or that nothing is wrong, until %s. The last statement counts, except one from
                  before something began: nobody can know before %s that nothing is wrong,
                  and what begins may take ten minutes more to show.

                    pager   %s
                    state   %s/verdicts, or POST /api/v1/verdicts
                    mend    make recover, if it mends what you found

                  If this program is stopped before its end: make recover

                """,
                boxOver, briefing.closes().truncatedTo(ChronoUnit.SECONDS), boxOver, pager.address(), pager.address());
    }

    private void respond(PagerClient pager, Briefing briefing) {
        try {
            switch (options.responder()) {
                case SCRIPTED -> new ScriptedResponder(pager, cluster.stores(), clock, PAUSE).respond(briefing);
                case CONSTANT -> new ConstantResponder(pager, clock, PAUSE).respond(briefing);
                case PERSON -> {} // responds at the pager's web page
            }
        } catch (InterruptedException e) {
            // The drill is over.
        }
    }

    /**
     * @param failed whether nothing can begin any more; true after the box alone, since it would show the moment before
     */
    private void waitForTheEnd(EndCondition end, PagerClient pager, BooleanSupplier failed)
            throws InterruptedException {
        var reported = clock.instant();
        while (!failed.getAsBoolean() && !end.isOver(clock.instant(), lastStated(pager), health.isWell())) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            if (Duration.between(reported, clock.instant()).compareTo(REPORT_INTERVAL) >= 0) {
                reported = clock.instant();
                progress.say("it closes in %d minutes at the latest"
                        .formatted(Duration.between(reported, end.closes()).toMinutes()));
            }
        }
    }

    /** Returns when the responder last stated a cause; null if never, or if the pager does not answer. */
    private @Nullable Instant lastStated(PagerClient pager) {
        try {
            return pager.verdicts().stream()
                    .filter(verdict -> options.name().isEmpty() || verdict.who().equals(options.name()))
                    .map(Verdict::at)
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static List<PagerClient.Entry> entries(PagerClient pager, Instant began) {
        return pager.since(began).stream()
                .filter(PagerClient.Page::fromAlertmanager)
                .flatMap(page -> pager.timeline(page.number()).stream())
                .toList();
    }

    private void mend(Selection selection, LoadJob load) throws InterruptedException {
        try {
            if (selection.incident() != null) {
                new Recovery(cluster, selection.incident(), progress)
                        .run(selection.incident().mitigation(""), OptionalInt.empty());
                // Lets Health take one more sample.
                TimeUnit.MILLISECONDS.sleep(2 * POLL.toMillis());
            } else if (selection.decoy() instanceof Selection.Decoy.Control control) {
                control.trigger().undo(new Site(cluster, progress::say));
            }
        } catch (IllegalStateException e) {
            notes.add(String.valueOf(e.getMessage()));
        } finally {
            load.stop();
        }
    }

    private DrillResult grade(
            Selection selection,
            DrillTimeline timeline,
            boolean acted,
            boolean isHarmed,
            Instant started,
            Instant boxOver,
            Instant began,
            Instant ended,
            @Nullable Instant recovered) {
        var verdict = timeline.verdict();
        var trace = trace(selection, verdict, began);
        var score = Score.of(new Score.Response(
                selection.truth(),
                verdict == null ? null : verdict.cause(),
                trace.shown(),
                between(timeline.paged(), timeline.acknowledged()),
                verdict == null
                        ? null
                        : Objects.requireNonNullElse(between(timeline.paged(), verdict.at()), Duration.ZERO),
                recovered != null,
                acted,
                isHarmed));
        var mended = health.recovered().orElse(null);
        return new DrillResult(
                options.responder().toString(),
                options.name(),
                options.seed(),
                selection.describe(),
                selection.truth().toString(),
                started,
                boxOver,
                began,
                ended,
                timeline.paged(),
                timeline.acknowledged(),
                verdict == null ? null : verdict.at(),
                verdict == null ? "" : verdict.cause().toString(),
                verdict == null ? "" : verdict.traceId(),
                trace,
                health.broken().orElse(null),
                recovered != null ? recovered : mended,
                recovered != null ? "the responder" : mended != null ? "the drill" : "nobody",
                acted,
                score.points(),
                score.parts(),
                List.copyOf(leaked),
                List.copyOf(unsearched),
                List.copyOf(notes));
    }

    /** Checks the trace of the verdict. A cause whose evidence is in metrics alone needs none: no trace can show it. */
    private TraceCheck.Conclusion trace(Selection selection, @Nullable Verdict verdict, Instant began) {
        if (selection.incident() == null) {
            return new TraceCheck.Conclusion(false, "there is nothing that one could show");
        }
        if (verdict == null) {
            return new TraceCheck.Conclusion(false, "nothing was stated");
        }
        if (selection.incident().truth().isOfMetricsAlone()) {
            return new TraceCheck.Conclusion(
                    verdict.cause().equals(selection.truth()), "no trace shows this cause: its evidence is in metrics");
        }
        return new TraceCheck(cluster.stores(), clock).check(verdict.traceId(), selection.truth(), began, verdict.at());
    }

    /** Returns the time between two events; null if one of them did not happen, 0 if the second came first. */
    private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant until) {
        if (from == null || until == null) {
            return null;
        }
        return until.isBefore(from) ? Duration.ZERO : Duration.between(from, until);
    }
}
