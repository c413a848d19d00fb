package dev.orderflow.local;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program of {@code make local}: starts the system without a cluster, places one order, prints its trace, and runs
 * until Ctrl-C.
 */
final class Local {

    private static final String FOLDER = "build/" + LocalSystem.Setup.LOCAL;

    private Local() {}

    static void main(String[] arguments) throws InterruptedException {
        run(() -> begin(
                Path.of(arguments[0]).toAbsolutePath().normalize(),
                Integer.parseInt(arguments[1]),
                Agent.of(arguments[2])));
    }

    /** Starts the system and shows an order. */
    interface Beginning {
        void run() throws Exception;
    }

    /** Runs until Ctrl-C, whose hook stops everything; or, if the beginning fails, ends with an error. */
    static void run(Beginning beginning) throws InterruptedException {
        try {
            beginning.run();
        } catch (Exception e) {
            var reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
            System.err.printf("error: %s%nThe services' logs are in %s/*.log.%n", reason, FOLDER);
            // Runs the hook: the threads of the system's parts would keep this process alive without end.
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    private static void begin(Path root, int port, Agent agent) throws Exception {
        var system = LocalSystem.startLocal(root, port, agent);
        var alice = ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
        var order = alice.order(alice.address(), "SKU-0001", 2).require(201);
        System.out.println();
        System.out.println("order " + order.body().get("id").asString() + ", placed by alice@example.com");
        if (system.isTraced()) {
            printTrace(system, order.traceId());
        }
        System.out.printf("""
                The system runs until Ctrl-C. Try:

                  TOKEN=$(curl -s %1$s/api/auth/login -H 'Content-Type: application/json' \\
                    -d '{"email":"alice@example.com","password":"%2$s"}' | jq -r .token)
                  curl -s %1$s/api/products | jq .
                  curl -s %1$s/api/orders -H "Authorization: Bearer $TOKEN" | jq .

                """, system.gateway(), system.password());
        if (system.isTraced()) {
            System.out.printf("""
                    Each answer names its trace in the header Trace-Id; see it with

                      curl %s/traces/<Trace-Id>

                    """, system.receiver().url());
        } else {
            System.out.println("No agent runs in the services: they record no trace and no metric.");
        }
        System.out.printf("The services' logs are in %s/.%n", FOLDER);
    }

    /** Prints a trace as soon as it is what telemetry.yaml lists; after 60 s what has come of it, and what it lacks. */
    private static void printTrace(LocalSystem system, String id) {
        var expected = Expectations.load();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() ->
                            expected.missingFrom(system.receiver().trace(id)).isEmpty());
            System.out.println(system.receiver().trace(id).tree());
        } catch (ConditionTimeoutException e) {
            var trace = system.receiver().trace(id);
            System.out.printf(
                    "%s%nThe trace is not whole after 60 s: %s%n%n", trace.tree(), expected.missingFrom(trace));
        }
    }
}
