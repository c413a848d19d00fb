package dev.orderflow.e2e.bench;

import dev.orderflow.load.LatencyRow;
import dev.orderflow.load.Load;
import dev.orderflow.load.LoadOptions;
import dev.orderflow.load.LoadReport;
import dev.orderflow.local.LocalSystem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * One load on one system, and what its services needed of the processors for it.
 *
 * @param orders accepted, each brought to its end
 * @param cpuSeconds by service, from the first arrival to the last order's end
 * @param latency of POST /api/orders, in milliseconds
 * @param errors requests that were not answered with 2xx at first
 */
record Block(long orders, Map<String, Double> cpuSeconds, LatencyRow latency, long errors) {

    private static final String PLACE = "POST /api/orders";
    private static final Duration QUIET = Duration.ofSeconds(60);

    /** @param seed the same one gives the same orders at the same times */
    static Block run(LocalSystem system, long seed, double rate, Duration duration) throws Exception {
        var arguments = new String[] {
            "--gateway",
            system.gateway().toString(),
            "--seed",
            Long.toString(seed),
            "--rate",
            Double.toString(rate),
            "--duration",
            Long.toString(duration.toSeconds()),
            "--mix",
            "order=1",
            "--declining",
            "0",
            "--shoppers",
            "20",
            "--products",
            "100",
            "--login-rate",
            "10",
            "--follow",
            "0"
        };
        try (var load =
                new Load(LoadOptions.parse(arguments, Map.of("ORDERFLOW_LOAD_PASSWORD", system.password())), silent())) {
            load.logIn();
            var before = system.processorTimes();
            var report = load.run();
            awaitEnds(system);
            return of(report, before, system.processorTimes());
        }
    }

    private static Block of(LoadReport report, Map<String, Duration> before, Map<String, Duration> after) {
        var cpu = new TreeMap<String, Double>();
        after.forEach((service, time) ->
                cpu.put(service, time.minus(before.get(service)).toMillis() / 1e3));
        var errors = report.endpoints().stream()
                .flatMap(row -> row.errors().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return new Block(report.orders(), cpu, report.endpoint(PLACE), errors);
    }

    double ordersPerCpuSecond() {
        return orders
                / cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Asks the database, so that no service works for the answer. */
    private static void awaitEnds(LocalSystem system) {
        Awaitility.await("the end of every order")
                .atMost(QUIET)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> open(system) == 0);
    }

    private static int open(LocalSystem system) throws SQLException {
        try (var connection = system.postgres().getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from orders.\"order\" where accepted and status in ('RESERVED', 'PAID')")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
