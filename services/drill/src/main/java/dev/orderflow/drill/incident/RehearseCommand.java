package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rehearses an incident. */
@Command(
        name = "rehearse",
        description = {
            "The incident in short, a line a check: a load, pods until somebody is paged, the page at the pager, the walk to its"
                    + " cause, the mitigation, and the audit.",
            "Pools are three times as large as the chart's, so that a dozen pods starve as 47 do. 9 to 18 minutes on two cores."
        },
        footer = "Example: make rehearse RESTORE=no")
public final class RehearseCommand extends ClusterCommand {

    @Option(
            names = "--restore",
            paramLabel = "<yes|no>",
            defaultValue = "yes",
            description =
                    "Whether the pools are as before at the end, which rolls the pods (default: ${DEFAULT-VALUE}).")
    private Answer restore = Answer.YES;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    /** Yes or no. */
    enum Answer {
        YES,
        NO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    protected void check() {
        incident.check();
    }

    @Override
    protected boolean run(Cluster cluster) throws Exception {
        return new Rehearsal(cluster, incident.load()).run(restore == Answer.YES);
    }
}
