package dev.orderflow.drill.cluster;

import dev.orderflow.audit.Audit;
import dev.orderflow.audit.ClientOrders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Audits the cluster's database for lost or duplicated orders, through a port-forward of its own. */
public final class AuditCall {

    private static final int PORT = 5432;

    /** How old an order must be, at the least, to count as lost where others go on being placed. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private AuditCall() {}

    /**
     * The report of an audit.
     *
     * @param leftOut how young an order in progress was left out; zero where none was in progress
     */
    public record Result(Audit.Report report, Duration leftOut) {}

    /**
     * Waits until no order is in progress, then checks every invariant. If there always is one, as under load, orders
     * in progress that are younger than the wait, or than half a minute, are left out.
     *
     * @param wait at most
     * @param client the orders that a load wrote, to be compared; null for none
     * @throws IllegalStateException if the orders or the database cannot be read
     */
    public static Result run(Kubectl kubectl, Duration wait, @Nullable Path client) throws InterruptedException {
        var orders = client == null ? null : read(client);
        var password = kubectl.secret("stores", Cluster.NAMESPACE, "postgresql-password");
        try (var tunnel = kubectl.tunnel("postgresql", Cluster.NAMESPACE, PORT)) {
            var audit = Audit.of(
                    "jdbc:postgresql://127.0.0.1:%d/orderflow".formatted(tunnel.port()), "orderflow", password);
            audit.awaitQuiet(wait);
            var underWay = wait.compareTo(LEAST) < 0 ? LEAST : wait;
            var report = audit.runBesideTraffic(orders, underWay);
            return new Result(report, report.quiet() ? Duration.ZERO : underWay);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be read: " + e.getMessage(), e);
        }
    }

    private static ClientOrders read(Path file) {
        try {
            return ClientOrders.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("The client's orders could not be read: " + e, e);
        }
    }
}
