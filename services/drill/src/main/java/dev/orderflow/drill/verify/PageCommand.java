package dev.orderflow.drill.verify;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.Progress;
import java.time.Clock;
import picocli.CommandLine.Command;

/** Sends a test page through Alertmanager to the pager. */
@Command(
        name = "page",
        description = {
            "Sends a test page through Alertmanager to the pager, and prints what became of it: who is notified, "
                    + "how, and when.",
            "Its alert is ended again; the page then resolves within about a minute."
        },
        exitCodeList = {
            "0:somebody was notified",
            "1:nobody was within two minutes, or no cluster answers",
            ConsoleCommand.REFUSED
        })
public final class PageCommand extends ClusterCommand {

    @Override
    protected boolean run(Cluster cluster) {
        new TestPage(PagerClient.local(cluster.kubectl()), cluster.alertmanager(), new Progress(), Clock.systemUTC())
                .run();
        return true;
    }
}
