package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the trigger of stock-count, from its file, on a real PostgreSQL with as many orders as the seed creates. */
class StockCountTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;

    private final SqlTrigger sql = (SqlTrigger)
            IncidentFile.load(Path.of("../../k8s/incidents/stock-count.yaml")).trigger();

    @BeforeAll
    static void begin() throws IOException, SQLException {
        postgres = Postgresql.start();
        try (var connection = connection("test");
                var statement = connection.createStatement()) {
            statement.execute("""
                    create schema inventory;
                    create table inventory.stock (sku text primary key, available integer not null);
                    insert into inventory.stock select 'SKU-' || n, 100 from generate_series(1, 5000) n;
                    create schema orders;
                    create table orders."order" (id uuid primary key, placed_at timestamptz not null);
                    create table orders.order_line (order_id uuid not null, number integer not null, sku text not null, quantity integer not null);
                    insert into orders."order" select gen_random_uuid(), now() - n * interval '1 minute' from generate_series(1, 200000) n;
                    insert into orders.order_line select id, number, 'SKU-' || (random() * 4999)::integer, 1 from orders."order", generate_series(1, 2) number
                    """);
        }
    }

    @AfterAll
    static void end() throws IOException {
        postgres.close();
    }

    @Test
    void itHoldsTheStockForSecondsAgainAndAgainUntilItIsUndone() throws SQLException {
        var counting = CompletableFuture.runAsync(this::watch);
        Awaitility.await().atMost(TIMEOUT).until(this::isHeld);
        // An order waits until a round ends and succeeds in between, so that its span ends and is exported.
        execute("order", "update inventory.stock set available = available - 1 where sku = 'SKU-7'");
        Awaitility.await().atMost(TIMEOUT).until(this::isHeld);
        assertThat(counting).isNotDone();

        execute("psql", sql.undo());
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(counting::join)
                .withStackTraceContaining("terminating connection");
        assertThat(isHeld()).isFalse();
        // Where nothing runs, it does nothing.
        execute("psql", sql.undo());
    }

    /** Repeats the report as psql does: its backslash separates statements that are sent together. */
    private void watch() {
        var report = sql.run().split("\\\\watch", 2);
        assertThat(report[1]).isEqualToIgnoringWhitespace("interval=2 count=300");
        var statements = report[0].replace("\\;", ";");
        for (var round = 0; round < 300; round++) {
            execute("psql", statements);
        }
    }

    private boolean isHeld() throws SQLException {
        try (var connection = connection("order");
                var statement = connection.createStatement()) {
            statement.execute("select from inventory.stock where sku = 'SKU-8' for update nowait");
            return false;
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) { // lock_not_available
                return true;
            }
            throw e;
        }
    }

    private static void execute(String application, String text) {
        try (var connection = connection(application);
                var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Connection connection(String application) throws SQLException {
        var connection = postgres.getPostgresDatabase().getConnection();
        connection.setClientInfo("ApplicationName", application);
        return connection;
    }
}
