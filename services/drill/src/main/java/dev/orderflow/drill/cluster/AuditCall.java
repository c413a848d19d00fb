package dev.orderflow.drill.cluster;

import dev.orderflow.audit.Audit;
import dev.orderflow.audit.ClientOrders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The conservation audit of the cluster's database, through a tunnel of its own. */
public final class AuditCall {

    private static final int PORT = 5432;

    private AuditCall() {}

    /**
     * The report of an audit.
     *
     * @param quiet whether nothing was under way any more; where something was, nothing younger than the wait was asked
     */
    public record Result(Audit.Report report, boolean quiet) {}

    /**
     * Waits until nothing is under way, then reads every invariant.
     *
     * @param wait at most
     * @param client the orders that a load wrote, to be compared; null for none
     * @throws IllegalStateException where the orders or the database cannot be read
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
