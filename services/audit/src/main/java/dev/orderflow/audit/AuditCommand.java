package dev.orderflow.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code make audit}: reads SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD as the services do. Exits 0 where every
 * invariant holds, 1 where one does not, 2 where it could not look.
 */
final class AuditCommand {

    private static final Duration POLL = Duration.ofMillis(500);

    private AuditCommand() {}

    /**
     * @param arguments {@code -o json}; {@code --wait <seconds>} for what is under way, 60 unless said; {@code --client
     *     <file>}, a client's own list of its orders, to be compared
     */
    static void main(String[] arguments) throws InterruptedException {
        var options = List.of(arguments);
        var json = options.contains("-o") && "json".equals(value(options, "-o"));
        var wait = Duration.ofSeconds(options.contains("--wait") ? Long.parseLong(value(options, "--wait")) : 60);
        var client = options.contains("--client") ? read(value(options, "--client")) : null;
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(required("SPRING_DATASOURCE_URL"));
        dataSource.setUser(required("SPRING_DATASOURCE_USERNAME"));
        dataSource.setPassword(required("SPRING_DATASOURCE_PASSWORD"));
        dataSource.setConnectTimeout(5);
        // No statement takes so long: the database has vanished without a word.
        dataSource.setSocketTimeout(600);
        dataSource.setTcpKeepAlive(true);
        var audit = new Audit(dataSource);
        try {
            var quiet = await(audit, wait);
            var report = audit.run(client, quiet ? Duration.ZERO : wait);
            System.out.println(
                    json ? new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) : text(report));
            if (!quiet) {
                System.err.println("Something was still under way after " + wait.toSeconds()
                        + " s: of what is younger, nothing was asked.");
            }
            System.exit(report.holds() ? 0 : 1);
        } catch (SQLException e) {
            System.err.println("The database could not be read: " + e.getMessage());
            System.exit(2);
        }
    }

    private static ClientOrders read(String file) {
        try {
            return ClientOrders.read(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("The client's orders could not be read: " + e.getMessage());
            System.exit(2);
            throw new IllegalStateException(e);
        }
    }

    private static boolean await(Audit audit, Duration longest) throws SQLException, InterruptedException {
        var until = Instant.now().plus(longest);
        while (!audit.isQuiet()) {
            if (Instant.now().isAfter(until)) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    private static String text(Audit.Report report) {
        var text = new StringBuilder("accepted orders: " + report.acceptedOrders() + "\n");
        if (report.client() != null) {
            text.append("the client's: " + report.client() + "\n");
        }
        for (var finding : report.invariants()) {
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
        var broken = report.broken().size();
        return text.append(report.invariants().size() - broken)
                .append(" passed, ")
                .append(broken)
                .append(" failed")
                .toString();
    }

    private static String value(List<String> options, String name) {
        var at = options.indexOf(name) + 1;
        if (at >= options.size()) {
            System.err.println(name + " needs a value");
            System.exit(2);
        }
        return options.get(at);
    }

    private static String required(String name) {
        var value = System.getenv(name);
        if (value == null) {
            System.err.println(name + " is not set");
            System.exit(2);
        }
        return value;
    }
}
