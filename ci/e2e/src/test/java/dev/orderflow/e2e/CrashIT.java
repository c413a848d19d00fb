package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Kills a service between every two steps of an order's path, and checks that the order completes once the service is
 * back. A step is a row that is written: a trigger blocks the writer at it, by a lock that the test holds, until the
 * service is killed.
 */
class CrashIT {

    /** Each step of an order that is paid, in its sequence; the last ones are those of its cancellation. */
    private static final List<Step> STEPS = List.of(
            new Step("order", "orders.\"order\"", "insert", "true", "the order is written"),
            new Step("inventory", "inventory.reservation", "insert", "true", "its reservation is written"),
            new Step("inventory", "inventory.stock", "update", "new.reserved > old.reserved", "its stock is reserved"),
            new Step("order", "orders.\"order\"", "update", "new.status = 'RESERVED'", "the order is accepted"),
            new Step("order", "orders.outbox", "insert", "true", "its event is written"),
            new Step("order", "orders.outbox", "update", "true", "its event, sent, is marked so"),
            new Step("payment", "payment.processed_event", "insert", "true", "payment remembers its event"),
            new Step("payment", "payment.payment", "insert", "true", "the bank's answer is written"),
            new Step("payment", "payment.outbox", "insert", "true", "payment's event is written"),
            new Step("payment", "payment.outbox", "update", "true", "payment's event, sent, is marked so"),
            new Step("inventory", "inventory.reservation", "update", "new.status = 'COMMITTED'", "the stock is sold"),
            new Step("order", "orders.processed_event", "insert", "true", "order remembers payment's event"),
            new Step("order", "orders.\"order\"", "update", "new.status = 'PAID'", "the order is paid"),
            new Step("payment", "payment.payment", "update", "new.status = 'CAPTURED'", "the money is captured"),
            new Step("payment", "payment.ledger", "insert", "true", "the charge is entered"),
            new Step("order", "orders.\"order\"", "update", "new.status = 'CONFIRMED'", "the order is confirmed"),
            new Step("notification", "notification.notification", "insert", "true", "the notification is written"),
            new Step(
                    "notification",
                    "notification.notification",
                    "update",
                    "new.attempts > old.attempts",
                    "the notification is taken"),
            new Step(
                    "notification",
                    "notification.notification",
                    "update",
                    "new.sent_at is not null",
                    "the notification, sent, is marked so"),
            new Step("order", "orders.\"order\"", "update", "new.status = 'CANCELLED'", "the order is cancelled"),
            new Step("payment", "payment.ledger", "insert", "new.kind = 'REFUND'", "the refund is entered"),
            new Step("inventory", "inventory.reservation", "update", "new.status = 'RETURNED'", "the stock comes back"),
            new Step("order", "orders.\"order\"", "update", "new.status = 'REFUNDED'", "the order is refunded"));

    private static final long LOCK = 4711;

    private static LocalSystem system;
    private static ShopperClient alice;
    private static String address;

    private record Step(String service, String table, String operation, String when, String meaning) {

        boolean isOfCancellation() {
            return Stream.of("CANCELLED", "REFUND", "RETURNED").anyMatch(when::contains);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        // One whose sender died is sent again after a pause, which is for mail servers by default.
        system = LocalSystem.startUntraced(
                Path.of(System.getProperty("user.dir")).resolve("../..").normalize(),
                Map.of("ORDERFLOW_NOTIFICATION_PAUSE", "3s"));
        alice = ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
        address = alice.address();
        execute("""
                create function public.hold() returns trigger language plpgsql as $$
                begin perform pg_advisory_xact_lock_shared(%d); return new; end $$
                """.formatted(LOCK));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> aCrashLosesAndDoublesNothing() {
        return STEPS.stream()
                .map(step ->
                        DynamicTest.dynamicTest(step.service() + " is killed as " + step.meaning(), () -> crash(step)));
    }

    private static void crash(Step step) throws Exception {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        try (var holder = system.postgres().getPostgresDatabase().getConnection()) {
            execute("create trigger hold before %s on %s for each row when (%s) execute function public.hold()"
                    .formatted(step.operation(), step.table(), step.when()));
            execute(holder, "select pg_advisory_lock(" + LOCK + ")");
            var answer = CompletableFuture.runAsync(() -> request(step, key));
            try {
                await("a writer at the step")
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(50))
                        .until(CrashIT::isHeld);
                system.kill(step.service());
            } finally {
                execute(holder, "select pg_advisory_unlock(" + LOCK + ")");
                answer.handle((nothing, e) -> nothing).join();
                dropTrigger(step);
            }
        }
        system.restart(step.service());
        // The client does what a client does: the same request again.
        await("the order")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(alice.order(address, "SKU-0010", 1, ShopperClient.GOOD_CARD, key)
                                .status())
                        .isEqualTo(201));
        var id = alice.order(address, "SKU-0010", 1, ShopperClient.GOOD_CARD, key)
                .require(201)
                .body()
                .path("id")
                .asString();
        if (step.isOfCancellation()) {
            await("cancellation")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(alice.post("/api/orders/" + id + "/cancel", Map.of())
                                    .status())
                            .isEqualTo(200));
        }
        await("its end")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(alice.get("/api/orders/" + id)
                                .body()
                                .path("status")
                                .asString())
                        .isEqualTo(step.isOfCancellation() ? "REFUNDED" : "CONFIRMED"));
        Conservation.holds(system);
    }

    /** The shopper's request during the crash, which may fail. */
    private static void request(Step step, Map<String, String> key) {
        var order = alice.order(address, "SKU-0010", 1, ShopperClient.GOOD_CARD, key);
        if (step.isOfCancellation() && order.status() == 201) {
            var path = "/api/orders/" + order.body().path("id").asString();
            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            alice.get(path).body().path("status").asString().equals("CONFIRMED"));
            alice.post(path + "/cancel", Map.of());
        }
    }

    private static void dropTrigger(Step step) throws SQLException {
        execute("drop trigger hold on " + step.table());
    }

    private static boolean isHeld() throws SQLException {
        try (var connection = system.postgres().getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select exists (select from pg_locks where locktype = 'advisory' and objid = " + LOCK
                                + " and not granted)")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = system.postgres().getPostgresDatabase().getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
