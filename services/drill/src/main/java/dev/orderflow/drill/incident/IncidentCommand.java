package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.Progress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sets an incident off and waits for its pages, or does so with what prevents it and waits for none. */
@Command(
        name = "incident",
        description = {
            "Sets an incident off: a load, its baseline, the change, and the pages that come of it. It goes on until make recover.",
            "With --fix, the pools of connections fit beforehand, and no page is to come. About 15 minutes."
        },
        exitCodeList = {
            "0:every page that is expected came; with --fix, none",
            "1:it went otherwise, or no cluster answers",
            ConsoleCommand.REFUSED
        },
        footer = "Example: make incident FIX=pool-budget")
public final class IncidentCommand extends ClusterCommand {

    /** How long a night is looked at once all pods are ready. */
    private static final Duration OBSERVE = Duration.ofMinutes(5);

    private static final String FIX = "pool-budget";

    @Option(
            names = "--fix",
            paramLabel = "<id>",
            completionCandidates = Fixes.class,
            description = "What is fixed beforehand: ${COMPLETION-CANDIDATES} (default: nothing).")
    private String fix = "";

    @Mixin
    private IncidentOption id = new IncidentOption();

    @Override
    protected void check() {
        if (!fix.isEmpty() && !fix.equals(FIX)) {
            throw refusal(
                    "Invalid value for option '--fix': %s is none that is known; there is: %s".formatted(fix, FIX));
        }
        id.check();
    }

    @Override
    protected boolean run(Cluster cluster) throws InterruptedException {
        var fixed = !fix.isEmpty();
        var incident = id.load();
        var budget = Budget.of(cluster.values("orderflow"));
        var target = incident.trigger().pods();
        var progress = new Progress();
        var pool = fixed ? budget.fitting(target) : budget.pool();
        var outcome = new Night(cluster, incident, progress).run(sum(target), pool, OBSERVE);
        if (fixed) {
            progress.say(
                    outcome.pages().isEmpty()
                            ? "no page, as it should be"
                            : "paged all the same: " + outcome.pages().keySet());
            return outcome.pages().isEmpty();
        }
        var missing = incident.expect().pages().stream()
                .filter(page -> !outcome.pages().containsKey(page))
                .toList();
        if (!missing.isEmpty()) {
            progress.say("these pages have not come: " + missing);
            return false;
        }
        new Pages(cluster.prometheus())
                .firing().stream()
                        .filter(page -> incident.expect().pages().contains(page.name()))
                        .findFirst()
                        .ifPresent(first -> System.out.print(Night.howToBegin(first)));
        return true;
    }

    static int sum(Map<String, Integer> pods) {
        return pods.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For the help and the completion. */
    static final class Fixes implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return List.of(FIX).iterator();
        }
    }
}
