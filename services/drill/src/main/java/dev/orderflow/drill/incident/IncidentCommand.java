package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.incident.IncidentFile.Incident.Mitigation;
import java.time.Duration;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Triggers an incident and waits for its pages. With a fix made beforehand, expects none. */
@Command(
        name = "incident",
        description = {
            "Triggers an incident: a load, its quiet baseline, the change, and the pages that follow. The "
                    + "incident goes on until make recover.",
            "With --fix, one of its mitigations is made beforehand, and no page is expected. About 15 minutes."
        },
        exitCodeList = {
            "0:every expected page fired; with --fix, none did",
            "1:pages were missing or unexpected, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make incident FIX=pool-budget")
public final class IncidentCommand extends ExclusiveCommand {

    /** How long the system is observed once the change is made. */
    private static final Duration OBSERVE = Duration.ofMinutes(5);

    @Option(
            names = "--fix",
            paramLabel = "<id>",
            completionCandidates = Fixes.class,
            description = "The mitigation that is made beforehand: ${COMPLETION-CANDIDATES} (default: none).")
    private String fix = "";

    @Mixin
    private IncidentOption id = new IncidentOption();

    @Override
    protected void check() {
        id.check();
        if (!fix.isEmpty()) {
            var incident = id.load();
            accepted("--fix", () -> incident.preventive(fix));
        }
    }

    @Override
    protected boolean runAlone(Cluster cluster) throws InterruptedException {
        var incident = id.load();
        var beforehand = fix.isEmpty() ? null : incident.preventive(fix);
        var progress = new Progress();
        var run = new IncidentRun(cluster, incident, progress);
        var outcome = run.run(incident.trigger(), beforehand, incident.observed(OBSERVE));
        if (beforehand != null) {
            progress.say(
                    outcome.pages().isEmpty()
                            ? "no page, as it should be"
                            : "paged all the same: " + outcome.pages().keySet());
            return outcome.pages().isEmpty();
        }
        var missing = incident.expect().alerts().stream()
                .filter(page -> !outcome.pages().containsKey(page))
                .toList();
        if (!missing.isEmpty()) {
            progress.say("these pages have not fired: " + missing);
            return false;
        }
        new FiringPages(cluster.prometheus())
                .firing().stream()
                        .filter(page -> incident.expect().alerts().contains(page.name()))
                        .findFirst()
                        .ifPresent(first -> System.out.print(run.howToBegin(first)));
        return true;
    }

    /** The ids of preventive mitigations, for the help and the completion. */
    static final class Fixes implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return IncidentOption.candidates(incident -> incident.mitigations().stream()
                    .filter(Mitigation::isPreventive)
                    .map(Mitigation::id));
        }
    }
}
