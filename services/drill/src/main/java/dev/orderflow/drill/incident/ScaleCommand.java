package dev.orderflow.drill.incident;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Progress;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scales all services to a total number of pods, in the proportions of an incident. */
@Command(
        name = "scale",
        description =
                "Gives the services so many pods in all, in the proportions of an incident, a few starting at a time.",
        exitCodeList = {"0:every pod is ready", "1:they are not, or no cluster answers", ConsoleCommand.REFUSED},
        footer = "Example: make scale PODS=47")
public final class ScaleCommand extends ClusterCommand {

    @Option(
            names = "--pods",
            paramLabel = "<number>",
            required = true,
            description = "Pods in all, from one a service up to 999 (required).")
    private int pods;

    @Mixin
    private IncidentOption incident = new IncidentOption();

    @Override
    protected void check() {
        requireBetween("--pods", pods, 1, 999);
        incident.check();
        var proportions = incident.load();
        accepted("--pods", () -> proportions.over(pods));
    }

    @Override
    protected boolean run(Cluster cluster) throws InterruptedException {
        var target = incident.load().over(pods).pods();
        System.out.println(target.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "scaling to ", "")));
        new Scaling(new Deployments(cluster.kubectl()), ConcurrentStarts.MOST, new Progress()::say).to(target);
        return true;
    }
}
