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

    private AuditCall() {}

    /**
     * The report of an audit, and whether the system was quiet when the audit ran.
     *
     * @param quiet whether no order was in progress any more; if one was, orders younger than the wait were left out
     */
    public record Result(Audit.Report report, boolean quiet) {}

    /**
     * Waits until no order is in progress, then checks every invariant.
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
            var quiet = audit.awaitQuiet(wait);
            return new Result(audit.run(orders, quiet ? Duration.ZERO : wait), quiet);
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
