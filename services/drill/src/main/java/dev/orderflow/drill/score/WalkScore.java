package dev.orderflow.drill.score;

import dev.orderflow.drill.recording.RecordedRun;
import dev.orderflow.drill.recording.Replay;
import dev.orderflow.stores.Alert;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Hop;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How often the walk names the cause of recorded runs, beside simple rules. */
final class WalkScore {

    private final String prometheus;
    private final Path root;

    /**
     * @param prometheus the path of the program
     * @param root of the tree
     */
    WalkScore(String prometheus, Path root) {
        this.prometheus = prometheus;
        this.root = root;
    }

    /**
     * The score of one run: of how many of its pages the cause was named.
     *
     * @param first as the first of the walk's causes
     * @param firstThree as one of the first three
     * @param component the component alone, by each rule
     * @param changes what the walk from each page listed as changed
     * @param stories what the walk from each page named, and which of its hops failed
     */
    record Run(
            String name,
            Cause truth,
            int pages,
            int first,
            int firstThree,
            Map<Baseline, Integer> component,
            List<String> changes,
            List<String> stories) {}

    /**
     * Walks from each page of all recorded runs. One run after the other: beside a second one, a busy machine answers
     * some of a walk's questions too late.
     *
     * @param begun receives the name of each run before it is read
     */
    List<Run> ofAll(Consumer<String> begun) throws IOException, InterruptedException {
        var runs = new ArrayList<Run>();
        for (var name : Recordings.names()) {
            begun.accept(name);
            runs.add(of(name));
        }
        return runs;
    }

    /** Walks from each page of a run. */
    private Run of(String name) throws IOException, InterruptedException {
        var truth = RunTruth.of(name);
        var recorded = RecordedRun.read(Recordings.file(name));
        var findings = new ArrayList<Findings>();
        var guessed = new EnumMap<Baseline, Integer>(Baseline.class);
        try (var replay = new Replay(recorded, prometheus, root)) {
            var stores = replay.stores();
            for (var page : recorded.alerts().stream().filter(Alert::isPage).toList()) {
                findings.add(new Walk(stores, Clock.fixed(recorded.time(), ZoneOffset.UTC), hop -> {}).fromPage(page));
                for (var baseline : Baseline.ALL) {
                    var isRight = baseline.guess(stores, page.activeAt(), recorded.time())
                            .equals(truth.component().id());
                    guessed.merge(baseline, isRight ? 1 : 0, Integer::sum);
                }
            }
        }
        return new Run(
                name,
                truth,
                findings.size(),
                within(1, truth, findings),
                within(3, truth, findings),
                guessed,
                findings.stream()
                        .flatMap(found -> found.hops().stream())
                        .filter(hop -> hop.name().equals("changes"))
                        .map(Hop::answer)
                        .toList(),
                findings.stream().map(WalkScore::story).toList());
    }

    private static String story(Findings found) {
        var failed = found.hops().stream()
                .filter(hop -> !hop.passed())
                .map(hop -> hop.name() + ": " + hop.answer())
                .toList();
        return "%s; hops that failed: %s".formatted(found.causes(), failed);
    }

    private static int within(int places, Cause truth, List<Findings> findings) {
        return (int) findings.stream()
                .filter(found -> found.causes().stream().limit(places).toList().contains(truth))
                .count();
    }

    /** Formats scores as a table in Markdown. A run counts as much as any other, however many pages it has. */
    static String table(List<Run> runs) {
        var rows = new ArrayList<List<String>>();
        rows.add(Stream.concat(
                        Stream.of("Run", "Cause", "Pages", "Walk: first", "Walk: of three"),
                        Baseline.ALL.stream().map(Baseline::title))
                .toList());
        rows.add(rows.getFirst().stream().map(title -> "---").toList());
        for (var run : runs) {
            rows.add(Stream.concat(
                            Stream.of(
                                    "`" + run.name() + "`",
                                    run.truth().toString(),
                                    run.pages() + "",
                                    run.first() + "",
                                    run.firstThree() + ""),
                            Baseline.ALL.stream()
                                    .map(baseline -> run.component().get(baseline) + ""))
                    .toList());
        }
        rows.add(Stream.concat(
                        Stream.of(
                                "**All**",
                                "",
                                runs.stream().mapToInt(Run::pages).sum() + "",
                                mean(runs.stream().map(run -> share(run.first(), run))),
                                mean(runs.stream().map(run -> share(run.firstThree(), run)))),
                        Baseline.ALL.stream()
                                .map(baseline -> mean(runs.stream()
                                        .map(run -> share(run.component().getOrDefault(baseline, 0), run)))))
                .toList());
        return rows.stream()
                .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }

    private static double share(int right, Run run) {
        return (double) right / run.pages();
    }

    private static String mean(Stream<Double> shares) {
        return "%.0f %%"
                .formatted(100 * shares.mapToDouble(share -> share).average().orElse(0));
    }
}
