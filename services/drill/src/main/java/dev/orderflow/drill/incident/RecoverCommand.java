package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.incident.IncidentFile.Incident.Mitigation;
import java.util.Iterator;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mitigates the running incident, waits until it is over, and ends its load. */
@Command(
        name = "recover",
        description = {
            "Mitigates the running incident, waits until it is over, thirteen minutes at most, and ends its load.",
            "The incident is over once all recovery conditions of its file hold and no page is open.",
            "Without --incident the default incident is mitigated, and what others changed is undone where that "
                    + "harms none."
        },
        exitCodeList = {
            "0:the incident is over",
            "1:it is not after thirteen minutes, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make recover PODS=20")
public final class RecoverCommand extends ClusterCommand {

    @Option(
            names = "--mitigation",
            paramLabel = "<id>",
            completionCandidates = Mitigations.class,
            description = "The mitigation, of those in the incident's file: ${COMPLETION-CANDIDATES}"
                    + " (default: the first of the incident).")
    private String mitigation = "";

    @Option(
            names = "--pods",
            paramLabel = "<number>",
            description = "Pods in all at most, 0 to 999, where the mitigation takes pods away"
                    + " (default: as many as the mitigation has).")
    private @Nullable Integer pods;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        if (pods != null) {
            requireBetween("--pods", pods, 0, 999);
        }
        incident.check();
        if (!mitigation.isEmpty()) {
            var chosen = incident.load();
            accepted("--mitigation", () -> chosen.mitigation(mitigation));
        }
    }

    @Override
    protected boolean run(Cluster cluster) throws InterruptedException {
        Recovery.recover(cluster, incident.id(), mitigation, pods == null ? OptionalInt.empty() : OptionalInt.of(pods));
        return true;
    }

    /** The ids of mitigations, for the help and the completion. */
    static final class Mitigations implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return IncidentOption.candidates(
                    incident -> incident.mitigations().stream().map(Mitigation::id));
        }
    }
}
