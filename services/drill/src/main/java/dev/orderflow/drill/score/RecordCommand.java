package dev.orderflow.drill.score;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.recording.Recorder;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orderflow record}: records what the stores hold. */
@Command(
        name = "record",
        description = {
            "Records what the stores hold of the last minutes into one file, on which `orderflow replay` repeats the"
                    + " walk without a cluster.",
            "",
            "Run it while the page fires."
        })
public final class RecordCommand extends ClusterCommand {

    @Parameters(paramLabel = "NAME", description = "the name of the run, and of its file in k8s/incidents/recordings")
    private String name = "";

    @Override
    protected void check() {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw refusal("'" + name + "' is no name: lower-case words and numbers, joined by hyphens");
        }
    }

    @Override
    protected boolean run(Cluster cluster) throws Exception {
        var run = new Recorder(cluster.stores()).record();
        var file = Recordings.file(name);
        run.write(file);
        System.out.printf(
                "%s: %d firing alerts, %d lines of metrics, %d traces, %d log lines, %d KiB%n",
                file,
                run.alerts().size(),
                run.metrics().lines().count(),
                run.traces().size(),
                run.lines().size(),
                Files.size(file) / 1024);
        return true;
    }
}
