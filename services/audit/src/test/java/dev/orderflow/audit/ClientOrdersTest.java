package dev.orderflow.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.DigestUtils;

/** On a real PostgreSQL: a client's list that is the database's passes, and each way to differ is named. */
class ClientOrdersTest {

    private static EmbeddedPostgres postgres;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        try (var file = ClientOrdersTest.class.getResourceAsStream("/orders.sql")) {
            execute(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (var number = 1; number <= 6; number++) {
            execute("update orders.\"order\" set idempotency_key = 'key-%d' where id = '%s'"
                    .formatted(number, id("order" + number)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void theSameListPasses() throws Exception {
        var report = compare(whole());
        assertThat(report.broken()).isEmpty();
        assertThat(report.holds()).isTrue();
        assertThat(report.client()).isEqualTo(new ClientOrders.Summary(5, 1, 0, 5, 0));
    }

    @Test
    void aRefundThatCameAfterTheClientLookedPasses() throws Exception {
        assertThat(compare(with(4, accepted(4, "CANCELLED"))).broken()).isEmpty();
    }

    /** A client looks for a limited time, and an audit waits until all have come to their end. */
    @ParameterizedTest
    @CsvSource({"1, RESERVED", "1, PAID", "2, RESERVED", "3, PAID", "4, RESERVED"})
    void anOrderThatWentOnAfterTheClientLookedPasses(int number, String seen) throws Exception {
        assertThat(compare(with(number, accepted(number, seen))).broken()).isEmpty();
    }

    @Test
    void anOrderThatWentBackIsNamed() throws Exception {
        execute("update orders.\"order\" set status = 'RESERVED' where id = '%s'".formatted(id("order1")));
        try {
            assertThat(compare(with(1, accepted(1, "PAID"))).broken()).contains("client-and-database-agree");
        } finally {
            execute("update orders.\"order\" set status = 'CONFIRMED' where id = '%s'".formatted(id("order1")));
        }
    }

    @Test
    void ordersOfALaterRunAreNoConcern() throws Exception {
        var ended =
                run(Instant.EPOCH, id("user1")).replace("\"began\"", "\"ended\":\"1970-01-02T00:00:00Z\",\"began\"");
        assertThat(compare(List.of(ended)).broken()).isEmpty();
        assertThat(compare(List.of(run(Instant.EPOCH, id("user1")))).broken()).isNotEmpty();
    }

    @Test
    void anOrderWithoutAnAnswerMayBeThereOrNot() throws Exception {
        var lines = with(1, "{\"order\":{\"key\":\"key-1\",\"outcome\":\"UNKNOWN\",\"status\":\"\"}}");
        lines.add("{\"order\":{\"key\":\"key-7\",\"outcome\":\"UNKNOWN\",\"status\":\"\"}}");
        var report = compare(lines);
        assertThat(report.broken()).isEmpty();
        assertThat(report.client()).isEqualTo(new ClientOrders.Summary(4, 1, 2, 5, 1));
    }

    @Test
    void anAcceptedOrderThatIsNotThereIsNamed() throws Exception {
        var lines = whole();
        lines.add(accepted(8, "CONFIRMED"));
        assertBroken(lines, "client-accepted-is-in-database");
    }

    @Test
    void anOrderThatTheDatabaseNeverAcceptedIsNamed() throws Exception {
        assertBroken(with(5, accepted(5, "REJECTED")), "client-accepted-is-in-database");
    }

    @Test
    void anotherStateIsNamed() throws Exception {
        assertBroken(with(1, accepted(1, "CANCELLED")), "client-and-database-agree");
        assertBroken(with(4, accepted(4, "CONFIRMED")), "client-and-database-agree");
    }

    @Test
    void anAcceptedOrderThatTheClientSawRefusedIsNamed() throws Exception {
        assertBroken(with(1, refused(1)), "client-refused-is-not-accepted");
    }

    @Test
    void anOrderThatTheClientNeverSentIsNamed() throws Exception {
        assertBroken(with(1, ""), "database-accepted-is-known-to-client");
    }

    @Test
    void aSecondOrderUnderOneKeyIsNamed() throws Exception {
        // The client was answered with order 1 under the key of order 2.
        var lines = with(2, accepted(1, "CONFIRMED").replace("key-1", "key-2"));
        assertBroken(lines, "one-key-one-order");
    }

    @Test
    void ordersFromBeforeAndOfOthersAreNoConcern() throws Exception {
        assertThat(compare(List.of(run(Instant.now().plusSeconds(60), id("user1"))))
                        .broken())
                .isEmpty();
        assertThat(compare(List.of(run(Instant.EPOCH, id("user2")))).broken()).isEmpty();
    }

    @Test
    void whatIsNoListIsRefused() {
        assertThatThrownBy(() -> compare(List.of("00:10  4 arrived")))
                .hasMessageContaining("has no line {\"run\": …}; try: make load FROM=host ORDERS=<file>");
        assertThatThrownBy(() -> compare(List.of("{\"run\":{\"began\":\"yesterday\"}}")))
                .isInstanceOf(IllegalArgumentException.class);
        var two = List.of(run(Instant.EPOCH, id("user1")), run(Instant.EPOCH, id("user1")));
        assertThatThrownBy(() -> compare(two)).hasMessageContaining("two runs");
        assertThatThrownBy(() -> compare(List.of("{\"order\":"))).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertBroken(List<String> lines, String name) throws Exception {
        var report = compare(lines);
        assertThat(report.broken()).containsExactly(name);
        assertThat(report.holds()).isFalse();
        assertThat(report.invariants())
                .filteredOn(finding -> finding.name().equals(name))
                .allSatisfy(finding -> assertThat(finding.examples())
                        .isNotEmpty()
                        .allSatisfy(example -> assertThat(example).containsKeys("order_id", "client_saw")));
    }

    private Audit.Report compare(List<String> lines) throws Exception {
        var client = ClientOrders.read(Files.write(folder.resolve("orders.jsonl"), lines));
        return new Audit(postgres.getPostgresDatabase()).run(client);
    }

    /** What a client saw that saw everything, in a log with other lines. */
    private static List<String> whole() {
        return new ArrayList<>(List.of(
                "00:10  41 arrived",
                run(Instant.EPOCH, id("user1")),
                accepted(1, "CONFIRMED"),
                accepted(2, "REJECTED"),
                accepted(3, "CANCELLED"),
                accepted(4, "REFUNDED"),
                refused(5),
                accepted(6, "REJECTED")));
    }

    private static List<String> with(int number, String line) {
        var lines = whole();
        lines.set(number + 1, line);
        return lines;
    }

    private static String run(Instant began, UUID shopper) {
        return "{\"run\":{\"id\":\"r\",\"began\":\"%s\",\"shoppers\":[\"%s\"]}}".formatted(began, shopper);
    }

    private static String accepted(int number, String status) {
        return "{\"order\":{\"key\":\"key-%d\",\"outcome\":\"ACCEPTED\",\"id\":\"%s\",\"status\":\"%s\"}}"
                .formatted(number, id("order" + number), status);
    }

    private static String refused(int number) {
        return "{\"order\":{\"key\":\"key-%d\",\"outcome\":\"REFUSED\",\"status\":\"409 OUT_OF_STOCK\"}}"
                .formatted(number);
    }

    /** As orders.sql makes them: md5, which is no UUID of version 3. */
    private static UUID id(String name) {
        var hash = DigestUtils.md5DigestAsHex(name.getBytes(StandardCharsets.UTF_8));
        return new UUID(Long.parseUnsignedLong(hash, 0, 16, 16), Long.parseUnsignedLong(hash, 16, 32, 16));
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
