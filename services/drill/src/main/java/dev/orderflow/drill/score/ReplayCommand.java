package dev.orderflow.drill.score;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.recording.RecordedRun;
import dev.orderflow.drill.recording.Replay;
import dev.orderflow.drill.walk.WalkText;
import dev.orderflow.stores.Alert;
import dev.orderflow.walk.Walk;
import java.time.Clock;
import java.time.ZoneOffset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orderflow replay}: walks from the pages of a recorded run. */
@Command(
        name = "replay",
        description = "Walks from each page of a recorded run to its cause, without a cluster.",
        exitCodeList = {"0:every walk arrived", "1:one did not", ConsoleCommand.REFUSED})
public final class ReplayCommand extends ConsoleCommand {

    @Parameters(paramLabel = "NAME", description = "the name of a file in k8s/incidents/recordings")
    private String name = "";

    @Override
    public Integer call() throws Exception {
        var run = RecordedRun.read(Recordings.file(name));
        var arrived = true;
        try (var replay = new Replay(run, Replay.program("replay NAME=" + name), Recordings.ROOT)) {
            for (var page : run.alerts().stream().filter(Alert::isPage).toList()) {
                System.out.println();
                var walk = new Walk(replay.stores(), Clock.fixed(run.time(), ZoneOffset.UTC), WalkText::print);
                var findings = walk.fromPage(page);
                WalkText.printEnd(findings);
                arrived = arrived && findings.arrived();
            }
        }
        return arrived ? 0 : 1;
    }
}
