package dev.orderflow.drill.recording;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.drill.walk.WalkText;
import dev.orderflow.stores.Alert;
import dev.orderflow.walk.Walk;
import java.nio.file.Path;
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
        var run = RecordedRun.read(RecordCommand.FOLDER.resolve(name + RecordCommand.EXTENSION));
        var arrived = true;
        var root = IncidentFile.FOLDER.resolve("../..").normalize();
        var prometheus = System.getenv("PROMETHEUS");
        if (prometheus == null) {
            throw new IllegalStateException("PROMETHEUS does not name the program; try: make replay NAME=" + name);
        }
        try (var replay = new Replay(run, prometheus, Path.of("").resolve(root))) {
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
