package dev.orderflow.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs every invariant in one read-only snapshot of the database, and lists the violations. */
public final class Audit {

    /** Violations that are kept as examples, of each invariant. */
    static final int EXAMPLES = 5;

    private static final Duration POLL = Duration.ofMillis(500);

    /** Seconds; no statement takes so long: the database has vanished without an answer. */
    private static final int STATEMENT_LIMIT = 600;

    private final DataSource dataSource;

    public Audit(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Returns the audit of a database; nothing connects to it yet. */
    public static Audit of(String url, String user, String password) {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        dataSource.setConnectTimeout(5);
        dataSource.setSocketTimeout(STATEMENT_LIMIT);
        dataSource.setTcpKeepAlive(true);
        return new Audit(dataSource);
    }

    /**
     * Findings of an audit.
     *
     * @param quiet whether nothing was under way: no order open, no event waiting, no notification unsent
     * @param acceptedOrders those answered with 201, by status
     * @param client what a client's own list had; null where there is none
     */
    public record Report(
            boolean holds,
            boolean quiet,
            Map<String, Long> acceptedOrders,
            ClientOrders.@Nullable Summary client,
            List<Finding> invariants) {

        /** The names of the invariants that don't hold. */
        public List<String> broken() {
            return invariants.stream()
                    .filter(finding -> finding.violations() > 0)
                    .map(Finding::name)
                    .toList();
        }

        /** Returns the report for a person: a line for each invariant, with examples of what violates it. */
        public String text() {
            var text = new StringBuilder("accepted orders: " + acceptedOrders + "\n");
            if (client != null) {
                text.append("the client's: " + client + "\n");
            }
            for (var finding : invariants) {
                text.append(finding.violations() == 0 ? "✓ " : "✗ ").append(finding.description());
                if (finding.violations() > 0) {
                    text.append(" ")
                            .append(finding.violations())
                            .append(" violations of ")
                            .append(finding.name())
                            .append(":");
                    finding.examples().forEach(example -> text.append("\n    ").append(example));
                }
                text.append("\n");
            }
            var broken = broken().size();
            return text.append(invariants.size() - broken)
                    .append(" passed, ")
                    .append(broken)
                    .append(" failed")
                    .toString();
        }
    }

    /** @param examples of the rows that violate it, five at most */
    public record Finding(String name, String description, long violations, List<Map<String, String>> examples) {}

    public Report run() throws SQLException {
        return run(null);
    }

    public Report run(@Nullable ClientOrders client) throws SQLException {
        return run(client, Duration.ZERO);
    }

    /**
     * @param client whose list is compared in the same snapshot; null for none
     * @param underWay how young an order, payment or event may be and still be under way: then nothing is asked of it
     *     yet. Zero where everything should have come to its end
     */
    public Report run(@Nullable ClientOrders client, Duration underWay) throws SQLException {
        return run(client, _ -> underWay);
    }

    /**
     * Runs every invariant where orders may go on being placed: whatever is under way in the audited snapshot.
     *
     * @param underWay as in {@link #run(ClientOrders, Duration)}; not used where the snapshot is quiet
     */
    public Report runBesideTraffic(@Nullable ClientOrders client, Duration underWay) throws SQLException {
        return run(client, quiet -> quiet ? Duration.ZERO : underWay);
    }

    /** @param underWay of whether the snapshot is quiet */
    private Report run(@Nullable ClientOrders client, Function<Boolean, Duration> underWay) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            var quiet = isQuiet(connection);
            underWay(connection, underWay.apply(quiet));
            var findings = new ArrayList<Finding>();
            for (var invariant : Invariant.all()) {
                findings.add(check(connection, invariant));
            }
            if (client != null) {
                findings.addAll(client.compare(connection));
            }
            var report = new Report(
                    findings.stream().allMatch(finding -> finding.violations() == 0),
                    quiet,
                    acceptedOrders(connection),
                    client == null ? null : client.summary(connection),
                    findings);
            connection.rollback();
            return report;
        }
    }

    /** Waits until nothing is under way; false where something still is after so long. */
    public boolean awaitQuiet(Duration longest) throws SQLException, InterruptedException {
        var until = Instant.now().plus(longest);
        while (!isQuiet()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /** Whether nothing is under way any more: no order open, no event waiting, no notification unsent. */
    public boolean isQuiet() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            return isQuiet(connection);
        }
    }

    private static boolean isQuiet(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select not exists (select from orders."order" where accepted and status in ('PLACED', 'RESERVED', 'PAID'))
                           and not exists (select from orders.outbox where published_at is null)
                           and not exists (select from payment.outbox where published_at is null)
                           and not exists (select from orders.outbox e where not exists
                                           (select from payment.processed_event p where p.event_id = e.id))
                           and not exists (select from payment.outbox e where not exists
                                           (select from orders.processed_event p where p.event_id = e.id))
                           and not exists (select from payment.outbox e where not exists
                                           (select from notification.processed_event p where p.event_id = e.id))
                           and not exists (select from notification.notification where sent_at is null and failed_at is null)
                        """)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static void underWay(Connection connection, Duration length) throws SQLException {
        try (var statement = connection.prepareStatement("select set_config('audit.under_way', ?, true)")) {
            statement.setString(1, length.toMillis() + " milliseconds");
            statement.execute();
        }
    }

    private static Finding check(Connection connection, Invariant invariant) throws SQLException {
        var examples = new ArrayList<Map<String, String>>();
        var violations = 0L;
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(invariant.sql())) {
            var columns = rows.getMetaData();
            while (rows.next()) {
                if (violations++ < EXAMPLES) {
                    var example = new LinkedHashMap<String, String>();
                    for (var i = 1; i <= columns.getColumnCount(); i++) {
                        example.put(columns.getColumnLabel(i), String.valueOf(rows.getString(i)));
                    }
                    examples.add(example);
                }
            }
        }
        return new Finding(invariant.name(), invariant.description(), violations, examples);
    }

    private static Map<String, Long> acceptedOrders(Connection connection) throws SQLException {
        var byStatus = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select status, count(*) from orders.\"order\" where accepted group by status")) {
            while (rows.next()) {
                byStatus.put(rows.getString(1), rows.getLong(2));
            }
        }
        return byStatus;
    }
}
