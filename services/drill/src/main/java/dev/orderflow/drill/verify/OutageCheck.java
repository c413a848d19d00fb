package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Scales the trace store to zero for a minute while orders are placed, and then counts which of their spans were lost.
 * Places two orders a second for 90 seconds.
 */
final class OutageCheck {

    private static final int ORDERS = 180;
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int AWAY_FROM = 30;
    private static final int AWAY_UNTIL = 150;

    private OutageCheck() {}

    static boolean run(Cluster cluster) throws InterruptedException {
        var expected = Expectations.load();
        var checks = new Checks();
        var traces = placeOrders(cluster, LocalCluster.here().stack());
        var spans = new int[1];
        checks.within(Duration.ofMinutes(3), "every trace of " + traces.size() + " orders is whole", () -> {
            spans[0] = 0;
            var broken = new ArrayList<String>();
            for (var id : traces) {
                var trace = cluster.traces().trace(id);
                spans[0] += trace.spans().size();
                if (!expected.missingFrom(trace).isEmpty()) {
                    broken.add(id + " " + expected.missingFrom(trace));
                }
            }
            require(
                    broken.isEmpty(),
                    broken.size() + " are not, the first: " + (broken.isEmpty() ? "" : broken.getFirst()));
            return spans[0] + " spans";
        });
        return checks.summary();
    }

    private static List<String> placeOrders(Cluster cluster, Stack stack) throws InterruptedException {
        var alice = cluster.alice();
        var address = alice.address();
        var traces = Collections.synchronizedList(new ArrayList<String>());
        var done = new CountDownLatch(ORDERS);
        try (var clock = Executors.newScheduledThreadPool(4)) {
            for (var i = 0; i < ORDERS; i++) {
                clock.schedule(
                        () -> {
                            try {
                                traces.add(alice.order(address, "SKU-0002", 1)
                                        .require(201)
                                        .traceId());
                            } finally {
                                done.countDown();
                            }
                        },
                        i * BETWEEN.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
            clock.schedule(() -> scale(cluster, stack, 0), AWAY_FROM * BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
            clock.schedule(() -> scale(cluster, stack, 1), AWAY_UNTIL * BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
            require(done.await(3, TimeUnit.MINUTES), "orders are still on their way after 3 minutes");
        } finally {
            scale(cluster, stack, 1);
        }
        require(traces.size() == ORDERS, "only " + traces.size() + " of " + ORDERS + " orders were accepted");
        return traces;
    }

    private static void scale(Cluster cluster, Stack stack, int replicas) {
        cluster.kubectl()
                .run(
                        "scale",
                        "statefulset/" + stack.traceStatefulSet(),
                        "--replicas=" + replicas,
                        "--namespace",
                        "observability");
        System.out.println(
                Instant.now() + "  " + stack.traces().label() + ": " + (replicas == 0 ? "taken away" : "brought back"));
    }
}
