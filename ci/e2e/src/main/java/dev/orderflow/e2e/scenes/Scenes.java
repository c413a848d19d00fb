package dev.orderflow.e2e.scenes;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Scenes of real faults on the local system. Each method makes a fault, sends a request that suffers from it, removes
 * the fault, and returns the complete trace.
 */
public final class Scenes {

    private static final String SKU = "SKU-0001";

    /** PostgreSQL's too_many_connections. */
    private static final String TOO_MANY = "53300";

    /** The longest delay of a span: a service exports every five seconds. */
    private static final Duration ON_THEIR_WAY = Duration.ofSeconds(6);

    private final LocalSystem system;
    private final ShopperClient alice;
    private final String address;

    public Scenes(LocalSystem system) {
        this.system = system;
        alice = ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
        address = alice.address();
    }

    /** Places an order while nothing is wrong. */
    public Trace healthyOrder() {
        var order = alice.order(address, SKU, 1).require(201);
        return whole(
                order,
                span -> span.service().equals("notification") && span.name().contains("process"));
    }

    /** Logs in, which is slow because a password is hashed. */
    public Trace login() {
        var credentials = Map.of("email", "bob@example.com", "password", system.password());
        return whole(
                new ShopperClient(system.gateway())
                        .post("/api/auth/login", credentials)
                        .require(200),
                serverOf("gateway"));
    }

    /** Places an order while another session holds a lock on the row that it needs. */
    public Trace lockedRow() throws Exception {
        ShopperClient.Answer answer;
        try (var holder = connection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("select from inventory.stock where sku = '" + SKU + "' for update");
            answer = alice.order(address, SKU, 1);
            TimeUnit.SECONDS.sleep(1); // the statement goes on waiting when its callers have given up
            holder.rollback();
        }
        return whole(answer, serverOf("inventory").and(span -> span.duration().compareTo(Duration.ofSeconds(1)) > 0));
    }

    /** Places an order while waiting orders hold all of inventory's connections. */
    public Trace fullPool() throws Exception {
        ShopperClient.Answer last;
        try (var holder = connection();
                var shoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("select from inventory.stock where sku = '" + SKU + "' for update");
            shoppers.invokeAll(times(8, () -> alice.order(address, SKU, 1)));
            last = alice.order(address, "SKU-0002", 1);
            TimeUnit.SECONDS.sleep(6);
            holder.rollback();
        }
        return whole(
                last, span -> span.service().equals("inventory") && span.name().contains("getConnection"));
    }

    /**
     * Places an order with an inventory that started while PostgreSQL had no connection left: ready, without a pool.
     */
    public Trace starvedPod() throws SQLException {
        var held = new ArrayList<Connection>();
        Trace trace;
        try {
            system.kill("inventory");
            holdAll(held);
            system.restart("inventory");
            holdAll(held);
            trace = whole(alice.order(address, SKU, 1), serverOf("inventory"));
        } finally {
            for (var connection : held) {
                connection.close();
            }
        }
        awaitOrders();
        return trace;
    }

    /**
     * Waits until an order succeeds, so that the next scene finds a warm system: a service that started without a
     * connection is cold, and its first order may time out.
     */
    private void awaitOrders() {
        Awaitility.await("an order that goes through again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> alice.order(address, SKU, 1).status() == 201);
    }

    /** Lists a shopper's orders while their indexes are dropped and the table has a million rows. */
    public Trace droppedIndex() throws SQLException {
        execute("""
                drop index orders.order_user;
                alter table orders."order" drop constraint order_idempotency;
                insert into orders."order" (id, user_id, address_id, status, total_minor, currency, card_token,
                                            request_hash, placed_at, changed_at)
                select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'REJECTED', 0, 'EUR', 'scene', '', now(), now()
                from generate_series(1, 1000000)
                """);
        try {
            alice.get("/api/orders"); // loads classes
            return whole(alice.get("/api/orders").require(200), serverOf("gateway"));
        } finally {
            execute("""
                    delete from orders."order" where card_token = 'scene';
                    create index order_user on orders."order" (user_id, placed_at desc);
                    alter table orders."order" add constraint order_idempotency unique (user_id, idempotency_key)
                    """);
        }
    }

    /** Places an order while a table that a consumer writes to is renamed. */
    public Trace failingConsumer() throws SQLException {
        execute("alter table payment.payment rename to moved");
        try {
            return whole(
                    alice.order(address, SKU, 1).require(201),
                    span -> span.service().equals("payment") && span.kind() == Span.Kind.CONSUMER && span.failed());
        } finally {
            execute("alter table payment.moved rename to payment");
        }
    }

    /** Places an order while inventory is stopped. Does not start it again. */
    public Trace serviceAway() {
        system.kill("inventory");
        return whole(alice.order(address, SKU, 1), serverOf("gateway"));
    }

    private static <T> List<Callable<T>> times(int count, Callable<T> task) {
        return Collections.nCopies(count, task);
    }

    private void holdAll(List<Connection> held) throws SQLException {
        while (true) {
            try {
                held.add(connection());
            } catch (SQLException e) {
                if (TOO_MANY.equals(e.getSQLState())) {
                    return;
                }
                throw e;
            }
        }
    }

    /** Waits for the answer's trace: until it has the last span, and then as long as further spans may arrive. */
    private Trace whole(ShopperClient.Answer answer, Predicate<Span> last) {
        try {
            Awaitility.await("the trace of " + answer)
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(ON_THEIR_WAY)
                    .until(() -> trace(answer), settled(last));
        } catch (ConditionTimeoutException e) {
            throw new ConditionTimeoutException(
                    e.getMessage() + "\n" + trace(answer).tree());
        }
        return trace(answer);
    }

    private static Predicate<Trace> settled(Predicate<Span> last) {
        var before = new AtomicInteger();
        return trace -> before.getAndSet(trace.spans().size()) == trace.spans().size()
                && trace.spans().stream().anyMatch(last);
    }

    private Trace trace(ShopperClient.Answer answer) {
        return system.receiver().trace(answer.traceId());
    }

    private static Predicate<Span> serverOf(String service) {
        return span -> span.service().equals(service) && span.kind() == Span.Kind.SERVER;
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connection()) {
            connection.createStatement().execute(sql);
        }
    }

    private Connection connection() throws SQLException {
        return system.postgres().getPostgresDatabase().getConnection();
    }
}
