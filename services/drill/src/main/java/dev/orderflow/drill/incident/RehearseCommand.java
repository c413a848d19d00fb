package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rehearses an incident in short, with one check a line. */
@Command(
        name = "rehearse",
        description = {
            "The incident in short, a line a check: a load, the change until somebody is paged, the page at the "
                    + "pager, the evidence, the walk to its cause, the end of the change, and the audit.",
            "Where the incident's file says so, pools are larger than the chart's, so that fewer pods starve. 9 to "
                    + "18 minutes on two cores."
        },
        footer = "Example: make rehearse RESTORE=no")
public final class RehearseCommand extends ExclusiveCommand {

    @Option(
            names = "--restore",
            paramLabel = "<yes|no>",
            defaultValue = "yes",
            description =
                    "Whether the pools are as before at the end, which rolls the pods (default: ${DEFAULT-VALUE}).")
    private YesNo restore = YesNo.YES;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        incident.check();
    }

    @Override
    protected boolean runAlone(Cluster cluster) throws Exception {
        return new Rehearsal(cluster, incident.load()).run(restore == YesNo.YES);
    }
}
