package dev.orderflow.drill.verify;

import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.TraceStore;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits for an order's trace and formats it as a tree. */
final class ShowTrace {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ShowTrace() {}

    /**
     * Waits until the trace is complete.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if it is not complete after a minute
     */
    static String tree(TraceStore traces, String id) {
        var expected = Expectations.load();
        return Awaitility.await("trace " + id + " in " + traces)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(
                        () -> traces.trace(id),
                        trace -> expected.missingFrom(trace).isEmpty())
                .tree();
    }
}
