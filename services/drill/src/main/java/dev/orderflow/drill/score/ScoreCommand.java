package dev.orderflow.drill.score;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.recording.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orderflow score}: scores the walk on all recorded runs. */
@Command(
        name = "score",
        description = {
            "Scores the walk on all recorded runs, without a cluster: on how many pages its first cause is right, or"
                    + " one of its first three; beside simple rules, of which only the component must be right.",
            "",
            "Writes the table to docs/reference/walk-score.md."
        },
        exitCodeList = {"0:every first cause is right", "1:one is not", ConsoleCommand.REFUSED})
public final class ScoreCommand extends ConsoleCommand {

    /** The page of the docs, in the root of the tree. */
    static final Path PAGE = Path.of("docs/reference/walk-score.md");

    private static final String BEGINNING = """
            <!-- Written by `make score`. -->

            # The walk's score

            The walk is made on each recorded run of `k8s/incidents/recordings`, from each page that fired. A cell is the number
            of pages from which the cause was named: **first**, as the walk's first cause; **of three**, among its first three.
            The last row is the mean share: a run counts as much as any other, however many pages it has. The walk must name
            component and mechanism; the simple rules beside it name a component alone.

            `make prove` keeps only recordings from which each walk is right, and the walk was mended on some of them: the table
            shows that it becomes no worse, not how often it is right. [The incidents](incidents.md) have that, of walks on a
            cluster. `policy-without-ingress`, `processor-limit` and `table-locked` are recordings of no incident of that name.

            """;

    @Override
    public Integer call() throws Exception {
        var runs = new WalkScore(Replay.program("score"), Recordings.ROOT).ofAll(System.err::println);
        var page = page(runs);
        Files.writeString(Recordings.ROOT.resolve(PAGE), page);
        System.out.print(page.substring(BEGINNING.length()));
        return runs.stream().allMatch(run -> run.first() == run.pages()) ? 0 : 1;
    }

    static String page(List<WalkScore.Run> runs) {
        return BEGINNING + WalkScore.table(runs);
    }
}
