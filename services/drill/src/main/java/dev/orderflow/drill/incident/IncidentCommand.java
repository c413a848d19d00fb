package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.incident.IncidentFile.Incident.Mitigation;
import java.time.Duration;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets an incident off and waits for its pages, or does so with what prevents it and waits for none. */
@Command(
        name = "incident",
        description = {
            "Sets an incident off: a load, its baseline, the change, and the pages that come of it. It goes on until "
                    + "make recover.",
            "With --fix, one of its mitigations is made beforehand, and no page is to come. About 15 minutes."
        },
        exitCodeList = {
            "0:every page that is expected came; with --fix, none",
            "1:it went otherwise, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make incident FIX=pool-budget")
public final class IncidentCommand extends ClusterCommand {

    /** How long a night is looked at once the change is made. */
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
            try {
                incident.preventive(fix);
            } catch (IllegalArgumentException e) {
                throw refusal("Invalid value for option '--fix': " + e.getMessage());
            }
        }
    }

    @Override
    protected boolean run(Cluster cluster) throws InterruptedException {
        var incident = id.load();
        var beforehand = fix.isEmpty() ? null : incident.preventive(fix);
        var progress = new Progress();
        var run = new IncidentRun(cluster, incident, progress);
        var outcome = run.run(incident.trigger(), beforehand, OBSERVE);
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
            progress.say("these pages have not come: " + missing);
            return false;
        }
        new FiringPages(cluster.prometheus())
                .firing().stream()
                        .filter(page -> incident.expect().alerts().contains(page.name()))
                        .findFirst()
                        .ifPresent(first -> System.out.print(run.howToBegin(first)));
        return true;
    }

    /** For the help and the completion. */
    static final class Fixes implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return IncidentOption.candidates(incident -> incident.mitigations().stream()
                    .filter(Mitigation::isPreventive)
                    .map(Mitigation::id));
        }
    }
}
