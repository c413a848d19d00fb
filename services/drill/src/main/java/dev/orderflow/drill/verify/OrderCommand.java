package dev.orderflow.drill.verify;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ClusterCommand;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.Progress;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.TraceStore;
import java.io.UncheckedIOException;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine.Command;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;

/** Places an order as the demo shopper alice, and prints its trace. */
@Command(
        name = "order",
        description = {
            "Places an order as the demo shopper alice, and prints the order, its trace as a tree, and where its "
                    + "trace and logs are.",
            "The store has the trace within seconds; the command waits a minute."
        },
        exitCodeList = {
            "0:the order was accepted, and its trace is whole",
            "1:it was not, its trace is not, or no cluster answers",
            ConsoleCommand.REFUSED
        })
public final class OrderCommand extends ClusterCommand {

    private static final String SKU = "SKU-0001";
    private static final int QUANTITY = 2;

    @Override
    protected boolean run(Cluster cluster) {
        var progress = new Progress();
        var order = place(cluster);
        System.out.println(pretty(order.body()));
        var trace = order.traceId();
        if (trace.isEmpty()) {
            throw new IllegalStateException(
                    "the gateway's answer names no trace: it runs without the agent; try: make verify");
        }
        progress.say("its trace is " + trace + "; the store has it within seconds");
        try {
            System.out.println(ShowTrace.tree(cluster.traces(), trace));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("the trace is not whole after a minute: " + e.getMessage()
                    + "\nThe collectors may be behind; try: make walk TRACE=" + trace);
        }
        System.out.print(whereToLook(cluster.traces(), cluster.logs(), trace));
        return true;
    }

    private static ShopperClient.Answer place(Cluster cluster) {
        try {
            var alice = cluster.alice();
            return alice.order(alice.address(), SKU, QUANTITY).require(201);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IllegalStateException(
                    "no order was placed: " + e.getMessage() + "\ntry: make cluster-status, then make order once more",
                    e);
        }
    }

    static String whereToLook(TraceStore traces, LogStore logs, String trace) {
        return """

                  its trace in full   curl -s --config <(ci/token) '%s'
                  its logs            curl -s --config <(ci/token) '%s'
                """.formatted(traces.address(trace), logs.address(trace));
    }

    /** Writes JSON as jq does. */
    static String pretty(JsonNode json) {
        var printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return Kubectl.JSON.writer().with(printer).writeValueAsString(json);
    }
}
