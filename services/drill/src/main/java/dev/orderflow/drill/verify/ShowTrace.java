package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.telemetry.Expectations;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Prints an order's trace out of its store as a tree, once it is whole, and where its telemetry is read in full. */
final class ShowTrace {

    private ShowTrace() {}

    static void main(String[] arguments) {
        var cluster = Cluster.local();
        var traces = cluster.traces();
        var expected = Expectations.load();
        Awaitility.await("trace " + arguments[0])
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> expected.missingFrom(traces.trace(arguments[0])).isEmpty());
        System.out.println(traces.trace(arguments[0]).tree());
        System.out.printf("%n  its trace in full   curl -s --config <(ci/token) '%s'%n", traces.address(arguments[0]));
        System.out.printf(
                "  its logs            curl -s --config <(ci/token) '%s'%n%n",
                cluster.logs().address(arguments[0]));
    }
}
