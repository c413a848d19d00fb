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
 * One load on one system, with the processor time that the services used for it.
 *
 * @param orders accepted orders, all completed
 * @param cpuSeconds processor time by service, from the first arrival to the end of the last order
 * @param latency of POST /api/orders, in milliseconds
 * @param errors first attempts that were not answered with 2xx
 */
record Block(long orders, Map<String, Double> cpuSeconds, LatencyRow latency, long errors) {

    private static final String PLACE = "POST /api/orders";
    private static final Duration QUIET = Duration.ofSeconds(60);

    /**
     * Runs a block.
     *
     * @param seed the same seed gives the same orders at the same times
     */
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
        var options = LoadOptions.parse(arguments, Map.of("ORDERFLOW_LOAD_PASSWORD", system.password()));
        try (var load = new Load(options, silent())) {
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

    /** Waits until all orders are complete. Reads the database, so that the wait uses no service's processor time. */
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
