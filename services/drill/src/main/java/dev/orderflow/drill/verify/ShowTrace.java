package dev.orderflow.drill.verify;

import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.TraceStore;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Reads an order's trace out of its store as a tree. */
final class ShowTrace {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ShowTrace() {}

    /**
     * Waits for the whole trace.
     *
     * @throws org.awaitility.core.ConditionTimeoutException where it is not whole after a minute
     */
    static String tree(TraceStore traces, String id) {
        var expected = Expectations.load();
        Awaitility.await("trace " + id + " in " + traces)
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> expected.missingFrom(traces.trace(id)).isEmpty());
        return traces.trace(id).tree();
    }
}
