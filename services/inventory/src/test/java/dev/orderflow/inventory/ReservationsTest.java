package dev.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionJob;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.MOCK,
        properties = "orderflow.clients.auth.url=http://127.0.0.1:1")
class ReservationsTest {

    private static EmbeddedPostgres postgres;

    @Autowired
    private Reservations reservations;

    @Autowired
    private Products products;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RetentionJob retention;

    @Autowired
    private List<Retention> retentions;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws IOException {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void stock() {
        jdbc.sql("truncate product, stock, reservation, reservation_line").update();
        jdbc.sql("insert into product (sku, name, price_minor, currency) values ('A', 'a', 500, 'EUR'), ('B', "
                        + "'b', 100, 'EUR')")
                .update();
        jdbc.sql("insert into stock (sku, available, stocked) values ('A', 10, 10), ('B', 10, 10)")
                .update();
    }

    @Test
    void everyTableThatGrowsHasARetention() {
        var tables = jdbc.sql("select tablename from pg_tables where schemaname = current_schema() and tablename <> "
                        + "'flyway_schema_history'")
                .query(String.class)
                .list();
        var kept = retentions.stream()
                .flatMap(one -> one.tables().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        // These grow with what is sold and who buys, and not with the traffic.
        kept.addAll(List.of("product", "stock"));
        assertThat(kept).containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void aReservationIsDeletedOnceItIsOldAndTheStockStillAgrees() {
        for (var age : new int[] {3661, 401, 399, 0}) {
            for (var status : List.of("RESERVED", "COMMITTED", "RELEASED", "EXPIRED", "RETURNED")) {
                var order = UUID.randomUUID();
                reservations.reserve(request(order, line("A", 1), line("B", 1)));
                switch (status) {
                    case "COMMITTED" -> reservations.commit(order);
                    case "RELEASED" -> reservations.release(order);
                    case "RETURNED" -> {
                        reservations.commit(order);
                        reservations.release(order);
                    }
                    case "EXPIRED" -> {
                        jdbc.sql("update reservation set expires_at = now() - interval '1 minute' where order_id = ?")
                                .params(order)
                                .update();
                        reservations.expire();
                    }
                    default -> {}
                }
                jdbc.sql("update reservation set expires_at = now() - make_interval(days => ?) where order_id = ?")
                        .params(age, order)
                        .update();
                // An old one that is still held is given back first, by who does it every few seconds.
                if (status.equals("RESERVED")) {
                    jdbc.sql("update reservation set expires_at = now() + interval '1 hour' where order_id = ?")
                            .params(order)
                            .update();
                }
            }
        }
        retention.run();
        assertThat(jdbc.sql("select status || ' ' || count(*) from reservation group by status")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("RESERVED 4", "COMMITTED 3", "RELEASED 2", "EXPIRED 2", "RETURNED 2");
        assertThat(jdbc.sql("select count(*) from reservation_line")
                        .query(Integer.class)
                        .single())
                .isEqualTo(26);
        assertThat(stock("A")).isEqualTo("2 4 3");
        assertThat(jdbc.sql("select stocked from stock where sku = 'A'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(9);
    }

    @Test
    void holdsAndPrices() {
        var reservation = reservations.reserve(request(UUID.randomUUID(), line("A", 2), line("B", 1)));
        assertThat(reservation.totalMinor()).isEqualTo(1100);
        assertThat(stock("A")).isEqualTo("8 2 0");
    }

    @Test
    void theSameOrderIsHeldOnce() {
        var request = request(UUID.randomUUID(), line("A", 2));
        assertThat(reservations.reserve(request)).isEqualTo(reservations.reserve(request));
        assertThat(stock("A")).isEqualTo("8 2 0");
    }

    @Test
    void whatComesInIsAvailableAndStocked() {
        reservations.reserve(request(UUID.randomUUID(), line("A", 2)));
        assertThat(products.restock("A", 5).available()).isEqualTo(13);
        assertThat(stock("A")).isEqualTo("13 2 0");
        assertThat(jdbc.sql("select stocked from stock where sku = 'A'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(15);
    }

    @Test
    void moreThanCanBeCountedDoesNotComeIn() {
        jdbc.sql("update stock set available = 2147483640, stocked = 2147483640 where sku = 'A'")
                .update();
        assertThatThrownBy(() -> products.restock("A", 8))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOCK_LIMIT));
        assertThat(products.restock("A", 7).available()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> products.restock("NO-SUCH", 1))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void oneMissingLineHoldsNothing() {
        assertThatThrownBy(() -> reservations.reserve(request(UUID.randomUUID(), line("A", 2), line("B", 11))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_STOCK));
        assertThat(stock("A")).isEqualTo("10 0 0");
    }

    @Test
    void unknownSku() {
        assertThatThrownBy(() -> reservations.reserve(request(UUID.randomUUID(), line("C", 1))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_SKU));
    }

    @Test
    void isCommittedOnce() {
        var order = UUID.randomUUID();
        reservations.reserve(request(order, line("A", 2)));
        reservations.commit(order);
        reservations.commit(order);
        assertThat(stock("A")).isEqualTo("8 0 2");
    }

    @Test
    void whatWasSoldComesBackOnce() {
        var order = UUID.randomUUID();
        reservations.reserve(request(order, line("A", 2)));
        reservations.commit(order);
        reservations.release(order);
        reservations.release(order);
        assertThat(stock("A")).isEqualTo("10 0 0");
    }

    @Test
    void isNotCommittedAfterItsRelease() {
        var order = UUID.randomUUID();
        reservations.reserve(request(order, line("A", 2)));
        reservations.release(order);
        assertThatThrownBy(() -> reservations.commit(order)).isInstanceOf(ApiException.class);
        assertThat(stock("A")).isEqualTo("10 0 0");
    }

    @Test
    void expiresWhenItsTimeIsOverAndNotBefore() {
        reservations.reserve(request(UUID.randomUUID(), line("A", 2), line("B", 3)));
        assertThat(reservations.expire()).isZero();
        jdbc.sql("update reservation set expires_at = expires_at - interval '16 minutes'")
                .update();
        assertThat(reservations.expire()).isEqualTo(1);
        assertThat(reservations.expire()).isZero();
        assertThat(stock("A")).isEqualTo("10 0 0");
        assertThat(stock("B")).isEqualTo("10 0 0");
    }

    @Test
    void isSoldAfterItsExpiryWhereThereIsStillEnough() {
        var order = expired(line("A", 2));
        reservations.commit(order);
        reservations.commit(order);
        assertThat(stock("A")).isEqualTo("8 0 2");
    }

    @Test
    void isNotSoldAfterItsExpiryWhereOthersBoughtIt() {
        var order = expired(line("A", 2), line("B", 9));
        reservations.reserve(request(UUID.randomUUID(), line("B", 2)));
        assertThatThrownBy(() -> reservations.commit(order))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_STOCK));
        assertThat(stock("A")).isEqualTo("10 0 0");
        assertThat(stock("B")).isEqualTo("8 2 0");
        reservations.release(order);
        assertThat(stock("A")).isEqualTo("10 0 0");
    }

    /** Every operation in every state; each state reached by the operations that lead to it. */
    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(nullValues = "-", textBlock = """
            # it is     asked to   and is      available, reserved, sold
            -,          reserve,   RESERVED,   8 2 0
            -,          commit,    -,          10 0 0
            -,          release,   -,          10 0 0
            -,          expire,    -,          10 0 0
            RESERVED,   reserve,   RESERVED,   8 2 0
            RESERVED,   commit,    COMMITTED,  8 0 2
            RESERVED,   release,   RELEASED,   10 0 0
            RESERVED,   expire,    EXPIRED,    10 0 0
            COMMITTED,  reserve,   COMMITTED,  8 0 2
            COMMITTED,  commit,    COMMITTED,  8 0 2
            COMMITTED,  release,   RETURNED,   10 0 0
            COMMITTED,  expire,    COMMITTED,  8 0 2
            RELEASED,   reserve,   RELEASED,   10 0 0
            RELEASED,   commit,    RELEASED,   10 0 0
            RELEASED,   release,   RELEASED,   10 0 0
            RELEASED,   expire,    RELEASED,   10 0 0
            EXPIRED,    reserve,   EXPIRED,    10 0 0
            EXPIRED,    commit,    COMMITTED,  8 0 2
            EXPIRED,    release,   RELEASED,   10 0 0
            EXPIRED,    expire,    EXPIRED,    10 0 0
            RETURNED,   reserve,   RETURNED,   10 0 0
            RETURNED,   commit,    RETURNED,   10 0 0
            RETURNED,   release,   RETURNED,   10 0 0
            RETURNED,   expire,    RETURNED,   10 0 0
            """)
    void everyOperationInEveryState(@Nullable String before, String operation, @Nullable String after, String stock) {
        var order = UUID.randomUUID();
        switch (before) {
            case null -> {}
            case "RESERVED" -> make("reserve", order);
            case "COMMITTED" -> List.of("reserve", "commit").forEach(each -> make(each, order));
            case "RELEASED" -> List.of("reserve", "release").forEach(each -> make(each, order));
            case "EXPIRED" -> List.of("reserve", "expire").forEach(each -> make(each, order));
            case "RETURNED" -> List.of("reserve", "commit", "release").forEach(each -> make(each, order));
            default -> throw new IllegalArgumentException(before);
        }
        assertThat(status(order)).isEqualTo(before);
        if (operation.equals("commit") && (after == null || !after.equals("COMMITTED"))) {
            assertThatThrownBy(() -> make(operation, order))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_STOCK));
        } else {
            make(operation, order);
        }
        assertThat(status(order)).isEqualTo(after);
        assertThat(stock("A")).isEqualTo(stock);
    }

    private void make(String operation, UUID order) {
        switch (operation) {
            case "reserve" -> reservations.reserve(request(order, line("A", 2)));
            case "commit" -> reservations.commit(order);
            case "release" -> reservations.release(order);
            case "expire" -> {
                jdbc.sql("update reservation set expires_at = expires_at - interval '16 minutes'")
                        .update();
                reservations.expire();
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private @Nullable String status(UUID order) {
        return jdbc.sql("select status from reservation where order_id = :order")
                .param("order", order)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private UUID expired(OrderLine... lines) {
        var order = UUID.randomUUID();
        reservations.reserve(request(order, lines));
        jdbc.sql("update reservation set expires_at = expires_at - interval '16 minutes'")
                .update();
        reservations.expire();
        return order;
    }

    @Test
    void isReleasedOnce() {
        var order = UUID.randomUUID();
        reservations.reserve(request(order, line("A", 2)));
        reservations.release(order);
        reservations.release(order);
        assertThat(stock("A")).isEqualTo("10 0 0");
    }

    @Test
    void manyAtOnceNeverTakeMoreThanThereIs() throws Exception {
        List<Callable<Boolean>> shoppers = IntStream.range(0, 40)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    try {
                        // In both sequences, which would lock in a circle if the lines were not sorted.
                        reservations.reserve(
                                i % 2 == 0
                                        ? request(UUID.randomUUID(), line("A", 1), line("B", 1))
                                        : request(UUID.randomUUID(), line("B", 1), line("A", 1)));
                        return true;
                    } catch (ApiException e) {
                        return false;
                    }
                })
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(shoppers).stream()
                            .map(Future::resultNow)
                            .filter(won -> won))
                    .hasSize(10);
        }
        assertThat(stock("A")).isEqualTo("0 10 0");
        assertThat(stock("B")).isEqualTo("0 10 0");
    }

    private String stock(String sku) {
        return jdbc.sql("select concat_ws(' ', available, reserved, sold) from stock where sku = :sku")
                .param("sku", sku)
                .query(String.class)
                .single();
    }

    private static ReservationRequest request(UUID order, OrderLine... lines) {
        return new ReservationRequest(order, List.of(lines));
    }

    private static OrderLine line(String sku, int quantity) {
        return new OrderLine(sku, quantity);
    }
}
