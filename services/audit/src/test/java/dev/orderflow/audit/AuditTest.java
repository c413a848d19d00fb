package dev.orderflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a real PostgreSQL: whole orders pass, and each way to corrupt them is named. */
class AuditTest {

    /** What is done to the database, and the invariants that it breaks, all of them. */
    private static final List<Corruption> CORRUPTIONS = List.of(
            new Corruption(
                    "an order stays open",
                    "update orders.\"order\" set status = 'PAID' where id = order_id(1)",
                    "accepted-orders-are-final"),
            new Corruption(
                    "an order is lost",
                    "delete from orders.order_line where order_id = order_id(1); delete from orders.\"order\" where "
                            + "id = order_id(1)",
                    "order-agrees-with-payment",
                    "order-agrees-with-reservation"),
            new Corruption(
                    "a confirmed order was never charged",
                    "delete from payment.ledger where order_id = order_id(1)",
                    "ledger-agrees-with-payment"),
            new Corruption(
                    "a payment is lost",
                    "delete from payment.ledger where order_id = order_id(1); delete from payment.payment where "
                            + "order_id = order_id(1)",
                    "order-agrees-with-payment"),
            new Corruption(
                    "another amount was charged",
                    "update payment.ledger set amount_minor = 1 where order_id = order_id(1)",
                    "ledger-agrees-with-payment"),
            new Corruption(
                    "a payment is of another amount",
                    "update payment.payment set amount_minor = 1 where order_id = order_id(2)",
                    "order-agrees-with-payment"),
            new Corruption(
                    "an order was charged twice",
                    "alter table payment.ledger drop constraint ledger_once; insert into payment.ledger select "
                            + "gen_random_uuid(), order_id, user_id, amount_minor, currency, moved_at, kind from "
                            + "payment.ledger where order_id = order_id(1)",
                    "ledger-agrees-with-payment",
                    "no-order-is-charged-twice"),
            new Corruption(
                    "a cancelled order was charged",
                    "update payment.payment set status = 'CAPTURED' where order_id = order_id(3)",
                    "order-agrees-with-payment",
                    "ledger-agrees-with-payment"),
            new Corruption(
                    "a refund is missing",
                    "delete from payment.ledger where order_id = order_id(4) and kind = 'REFUND'",
                    "ledger-agrees-with-payment"),
            new Corruption(
                    "money moved for no order",
                    "insert into payment.ledger select gen_random_uuid(), gen_random_uuid(), user_id, 5, 'EUR', "
                            + "now(), 'CHARGE' from payment.ledger limit 1",
                    "ledger-agrees-with-payment"),
            new Corruption(
                    "a cancelled order's stock is still held",
                    "update inventory.reservation set status = 'RESERVED' where order_id = order_id(3)",
                    "order-agrees-with-reservation",
                    "stock-agrees-with-reservations"),
            new Corruption(
                    "stock was sold of no order",
                    "update inventory.stock set sold = sold + 1, available = available - 1 where sku = 'A'",
                    "stock-agrees-with-reservations"),
            new Corruption(
                    "stock vanished",
                    "update inventory.stock set available = available - 1 where sku = 'A'",
                    "stock-is-conserved"),
            new Corruption(
                    "other goods were reserved than ordered",
                    "update orders.order_line set quantity = 3 where order_id = order_id(2) and sku = 'A'",
                    "order-lines-agree-with-reservation"),
            new Corruption(
                    "an event waits",
                    "update orders.outbox set published_at = null where id = (select id from orders.outbox limit 1)",
                    "every-event-is-sent"),
            new Corruption(
                    "payment missed an event",
                    "delete from payment.processed_event where event_id = (select event_id from "
                            + "payment.processed_event limit 1)",
                    "every-event-is-consumed"),
            new Corruption(
                    "order missed an event",
                    "delete from orders.processed_event where event_id = (select event_id from "
                            + "orders.processed_event limit 1)",
                    "every-event-is-consumed"),
            new Corruption(
                    "notification missed an event",
                    "delete from notification.processed_event where event_id = (select event_id from "
                            + "notification.processed_event limit 1)",
                    "every-event-is-consumed"),
            new Corruption(
                    "a shopper was not notified",
                    "update notification.notification set sent_at = null where order_id = order_id(1)",
                    "every-shopper-is-notified-once"),
            new Corruption(
                    "a shopper was notified of nothing",
                    "insert into notification.notification (event_id, order_id, user_id, body, created_at, subject, "
                            + "sent_at) select gen_random_uuid(), order_id, user_id, body, now(), subject, sent_at "
                            + "from notification.notification limit 1",
                    "every-shopper-is-notified-once"));

    private EmbeddedPostgres postgres;

    private record Corruption(String name, String sql, List<String> breaks) {

        Corruption(String name, String sql, String... breaks) {
            this(name, sql, Arrays.asList(breaks));
        }
    }

    @BeforeEach
    void start() throws Exception {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        try (var file = AuditTest.class.getResourceAsStream("/orders.sql")) {
            execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        execute("create function public.order_id(number int) returns uuid language sql as $$ select md5('order' || "
                + "number)::uuid $$");
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
    }

    @Test
    void wholeOrdersPass() throws SQLException {
        var audit = new Audit(postgres.getPostgresDatabase());
        var report = audit.run();
        assertThat(report.broken()).isEmpty();
        assertThat(report.holds()).isTrue();
        assertThat(report.acceptedOrders()).containsEntry("REJECTED", 2L).containsEntry("CONFIRMED", 1L);
        assertThat(audit.isQuiet()).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> eachCorruptionIsNamed() {
        return CORRUPTIONS.stream()
                .map(corruption -> DynamicTest.dynamicTest(corruption.name(), () -> {
                    execute("create database broken template postgres");
                    try (var connection =
                                    postgres.getDatabase("postgres", "broken").getConnection();
                            var statement = connection.createStatement()) {
                        statement.execute("set search_path = public");
                        statement.execute(corruption.sql());
                    }
                    try {
                        var report = new Audit(postgres.getDatabase("postgres", "broken")).run();
                        assertThat(report.broken()).containsExactlyElementsOf(corruption.breaks());
                        assertThat(report.invariants())
                                .filteredOn(finding -> finding.violations() > 0)
                                .allSatisfy(finding ->
                                        assertThat(finding.examples()).isNotEmpty());
                    } finally {
                        execute("drop database broken");
                    }
                }));
    }

    @Test
    void noInvariantIsWithoutACorruption() {
        var broken = new HashSet<String>();
        CORRUPTIONS.forEach(corruption -> broken.addAll(corruption.breaks()));
        assertThat(Invariant.all()).extracting(Invariant::name).containsExactlyInAnyOrderElementsOf(broken);
    }

    /** What a dead letter is to the audit: an event without its effect, by name, until its replay had it. */
    @Test
    void anEventThatLiesDeadIsNamedUntilItIsReplayed() throws SQLException {
        var audit = new Audit(postgres.getPostgresDatabase());
        execute("""
                create table public.dead as select n.* from notification.notification n where n.order_id = order_id(1);
                delete from notification.notification where event_id in (select event_id from public.dead);
                delete from notification.processed_event where event_id in (select event_id from public.dead);
                """);
        var dead = audit.run();
        assertThat(dead.broken()).containsExactly("every-event-is-consumed", "every-shopper-is-notified-once");
        assertThat(examples(dead, "every-event-is-consumed"))
                .singleElement()
                .satisfies(example -> assertThat(example)
                        .containsEntry("consumer", "notification")
                        .containsEntry("type", "PaymentCaptured")
                        .containsEntry("event_id", value("select event_id from public.dead"))
                        .containsEntry("order_id", value("select order_id(1)")));
        assertThat(audit.isQuiet()).isFalse();
        execute("""
                insert into notification.processed_event (event_id) select event_id from public.dead;
                insert into notification.notification select * from public.dead;
                """);
        assertThat(audit.run().broken()).isEmpty();
        assertThat(audit.isQuiet()).isTrue();
    }

    /** Tests work in progress of each kind: an order, a payment and an event that others have not received yet. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accepted-orders-are-final | update orders.\"order\" set status = 'PAID', changed_at = now() - "
                        + "interval '%s' where id = order_id(1)",
                "order-agrees-with-payment | update orders.\"order\" set status = 'CANCELLED', changed_at = now() - "
                        + "interval '%s' where id = order_id(1)",
                "order-agrees-with-payment | update payment.payment set changed_at = now() - interval '%s', status = "
                        + "'VOIDED' where order_id = order_id(1)",
                "every-event-is-sent | update orders.outbox set published_at = null, created_at = now() - "
                        + "interval '%s'",
                "every-event-is-consumed | delete from payment.processed_event; update orders.outbox set "
                        + "published_at = now() - interval '%s'",
                "every-shopper-is-notified-once | delete from notification.notification; update payment.outbox set "
                        + "created_at = now() - interval '%s'"
            })
    void whatIsUnderWayIsNotCountedAsLost(String invariant, String change) throws SQLException {
        var audit = new Audit(postgres.getPostgresDatabase());
        var underWay = Duration.ofSeconds(60);
        execute("update orders.\"order\" set changed_at = now() - interval '1 hour'; update payment.payment set "
                + "changed_at = now() - interval '1 hour'");
        execute("set search_path = public;" + change.formatted("50 seconds"));
        assertThat(audit.run().broken()).contains(invariant);
        assertThat(audit.run(null, underWay).broken()).doesNotContain(invariant);
        execute("set search_path = public;" + change.formatted("70 seconds"));
        assertThat(audit.run(null, underWay).broken()).contains(invariant);
    }

    /** An order that is placed between a quiet moment and the audit is under way in the audit's snapshot. */
    @Test
    void besideTrafficOnlyWhatIsOldCountsAsLost() throws SQLException {
        var audit = new Audit(postgres.getPostgresDatabase());
        var underWay = Duration.ofSeconds(60);
        assertThat(audit.runBesideTraffic(null, underWay).quiet()).isTrue();
        execute("update orders.\"order\" set status = 'PAID', changed_at = now() where id = order_id(1)");
        var young = audit.runBesideTraffic(null, underWay);
        assertThat(young.quiet()).isFalse();
        assertThat(young.broken()).doesNotContain("accepted-orders-are-final");
        execute("update orders.\"order\" set changed_at = now() - interval '70 seconds' where id = order_id(1)");
        assertThat(audit.runBesideTraffic(null, underWay).broken()).contains("accepted-orders-are-final");
    }

    private static List<Map<String, String>> examples(Audit.Report report, String invariant) {
        return report.invariants().stream()
                .filter(finding -> finding.name().equals(invariant))
                .findFirst()
                .orElseThrow()
                .examples();
    }

    private String value(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        // A database that is copied may have no other connection.
        var database = sql.contains("database broken") ? "template1" : "postgres";
        try (var connection = postgres.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
