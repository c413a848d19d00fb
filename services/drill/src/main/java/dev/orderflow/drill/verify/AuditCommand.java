package dev.orderflow.drill.verify;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.console.Format;
import dev.orderflow.drill.cluster.AuditCall;
import dev.orderflow.drill.cluster.Kubectl;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Audits the cluster's orders: reads from the databases whether each was conserved. */
@Command(
        name = "audit",
        description = {
            "Waits until no order is in progress, then reads from the databases whether every order was conserved; a "
                    + "line for each invariant.",
            "Orders that are younger than the wait and still in progress are left out."
        },
        exitCodeList = {
            "0:every invariant holds",
            "1:one does not hold",
            "2:the database or the client's orders cannot be read, or an option is wrong"
        },
        exitCodeOnExecutionException = 2,
        footer = "Example: make audit WAIT=120")
public final class AuditCommand extends ConsoleCommand {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<text|json>",
            defaultValue = "text",
            description = "A line for each invariant, or the report as JSON (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            defaultValue = "60",
            description = "Seconds to wait at most for what is under way, 0 to 86400 (default: ${DEFAULT-VALUE}).")
    private int wait;

    @Option(
            names = "--client",
            paramLabel = "<file>",
            description = "Orders that a load wrote by --orders, to be compared with the database (default: none).")
    private @Nullable Path client;

    @Override
    public Integer call() throws InterruptedException {
        requireBetween("--wait", wait, 0, 86_400);
        var kubectl = new Kubectl();
        kubectl.requireCluster();
        var result = AuditCall.run(kubectl, Duration.ofSeconds(wait), client);
        System.out.println(
                output == Format.JSON
                        ? Kubectl.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result.report())
                        : result.report().text());
        if (!result.leftOut().isZero()) {
            System.err.println("Orders were still in progress after %d s; those younger than %d s were left out."
                    .formatted(wait, result.leftOut().toSeconds()));
        }
        return result.report().holds() ? 0 : 1;
    }
}
