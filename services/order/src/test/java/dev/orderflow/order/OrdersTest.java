package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.Reservation;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionJob;
import dev.orderflow.testkit.Postgresql;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Every change of an order's state, from every state, on a real PostgreSQL; Kafka is away. */
@SpringBootTest(
        properties = {
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.clients.user.url=http://127.0.0.1:1",
            "orderflow.clients.inventory.url=http://127.0.0.1:1",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "spring.kafka.listener.auto-startup=false",
            "spring.kafka.admin.operation-timeout=1s",
            "spring.kafka.admin.auto-create=false"
        })
@Import(OrdersTest.Metrics.class)
class OrdersTest {

    private static final InMemoryMetricReader METRICS = InMemoryMetricReader.create();

    private static EmbeddedPostgres postgres;

    @Autowired
    private Orders orders;

    @Autowired
    private UnpaidAge age;

    @Autowired
    private JdbcClient jdbc;

    private final UUID shopper = UUID.randomUUID();

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
    void empty() {
        jdbc.sql("truncate \"order\", order_line, outbox, processed_event").update();
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
        assertThat(kept).containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void whatIsOlderThanItsRetentionIsDeletedAndNothingElse() {
        jdbc.sql("truncate \"order\", order_line, outbox, processed_event").update();
        jdbc.sql("""
                        insert into "order" (id, user_id, address_id, status, total_minor, currency, placed_at, changed_at, card_token)
                        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), status, 5, 'EUR', now() - age, now() - age, 'card_4242'
                        from unnest(array['CONFIRMED', 'REJECTED', 'CANCELLED', 'REFUNDED', 'RESERVED', 'PAID']) as status,
                             unnest(array[interval '3661 days', interval '3659 days']) as age
                        """).update();
        jdbc.sql("insert into order_line select id, 1, 'A', 1 from \"order\"").update();
        jdbc.sql("""
                        insert into outbox (id, topic, key, payload, created_at, published_at)
                        select gen_random_uuid(), 'orders', 'k', '{}', now() - age, case when sent then now() - age end
                        from unnest(array[interval '8 days', interval '6 days']) as age, unnest(array[true, false]) as sent
                        """).update();
        jdbc.sql("""
                        insert into processed_event (event_id, processed_at)
                        select gen_random_uuid(), now() - age from unnest(array[interval '15 days', interval '13 days']) as age
                        """).update();
        retention.run();
        assertThat(jdbc.sql("select status from \"order\" where changed_at < now() - interval '3660 days' order "
                                + "by status")
                        .query(String.class)
                        .list())
                .containsExactly("PAID", "RESERVED");
        assertThat(count("\"order\"")).isEqualTo(8);
        assertThat(count("order_line")).isEqualTo(8);
        assertThat(count("outbox where published_at is null")).isEqualTo(2);
        assertThat(count("outbox where published_at is not null")).isEqualTo(1);
        assertThat(count("processed_event")).isEqualTo(1);
    }

    private int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    @Test
    void anOrderIsPublishedOnceItIsAccepted() {
        var order = orders.place(order("key", "hash"));
        assertThat(published()).isEmpty();
        orders.reserved(order, new Reservation(order.id(), 1198, "EUR"));
        orders.reserved(order, new Reservation(order.id(), 1198, "EUR"));
        assertThat(published()).containsExactly("OrderPlaced");
        assertThat(orders.byId(order.id()).totalMinor()).isEqualTo(1198);
    }

    @Test
    void aKeyMakesOneOrderHoweverManyComeAtOnce() throws Exception {
        List<Callable<UUID>> requests = IntStream.range(0, 16)
                .<Callable<UUID>>mapToObj(
                        i -> () -> orders.place(order("key", "hash")).id())
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(requests).stream()
                            .map(Future::resultNow)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(orders.newest(shopper, 50)).hasSize(1);
    }

    @Test
    void anothersKeyIsAnotherOrder() {
        var other = order("key", "hash");
        var mine = orders.place(order("key", "hash"));
        var theirs = orders.place(new Orders.NewOrder(
                other.id(), UUID.randomUUID(), other.addressId(), other.cardToken(), other.lines(), "key", "hash"));
        assertThat(mine.id()).isNotEqualTo(theirs.id());
    }

    @Test
    void withoutAKeyEachRequestIsAnOrder() {
        orders.place(order(null, "hash"));
        orders.place(order(null, "hash"));
        assertThat(orders.newest(shopper, 50)).hasSize(2);
    }

    @Test
    void whatComesToNothingIsCountedByWhereItStoodAndWhy() {
        var before = rejected("PLACED", "OUT_OF_STOCK");
        var order = orders.place(order("key", "hash"));
        assertThat(orders.rejected(order.id(), OrderStatus.PLACED, "OUT_OF_STOCK", "none left"))
                .isTrue();
        // Again, it is no second one.
        assertThat(orders.rejected(order.id(), OrderStatus.PLACED, "OUT_OF_STOCK", "none left"))
                .isFalse();
        assertThat(rejected("PLACED", "OUT_OF_STOCK") - before).isEqualTo(1);
        assertThat(rejected("RESERVED", "OUT_OF_STOCK")).isZero();
    }

    @Test
    void theOldestOrderThatIsNotPaidHasAnAge() {
        age.ask();
        assertThat(unpaidAge()).containsExactly(0.0);
        var order = orders.place(order("key", "hash"));
        orders.reserved(order, new Reservation(order.id(), 1198, "EUR"));
        jdbc.sql("update \"order\" set changed_at = changed_at - interval '5 minutes'")
                .update();
        age.ask();
        assertThat(unpaidAge())
                .singleElement()
                .satisfies(seconds -> assertThat(seconds).isBetween(300.0, 330.0));
        orders.paid(order.id());
        age.ask();
        assertThat(unpaidAge()).containsExactly(0.0);
    }

    /** Of a year of orders the few that are open are asked for by an index of their own. */
    @Test
    void theOldestIsFoundWithoutReadingTheTable() {
        jdbc.sql("""
                        insert into "order" (id, user_id, address_id, status, total_minor, currency, card_token, placed_at, changed_at)
                        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), case when n % 1000 = 0 then 'RESERVED' else 'CONFIRMED' end,
                               1198, 'EUR', 'token', now(), now() - n * interval '1 second'
                        from generate_series(1, 20000) n
                        """).update();
        jdbc.sql("analyze \"order\"").update();
        assertThat(orders.oldestUnpaid()).isPresent();
        var plan = jdbc.sql("explain select changed_at from \"order\" where status = 'RESERVED' order by "
                        + "changed_at limit 1")
                .query(String.class)
                .list();
        assertThat(String.join("\n", plan))
                .contains("Index Scan using order_open")
                .doesNotContain("Seq Scan", "Sort");
    }

    private static long rejected(String stood, String reason) {
        return METRICS.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals("order.rejected"))
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point -> stood.equals(point.getAttributes().get(AttributeKey.stringKey("order.status"))))
                .filter(point -> reason.equals(point.getAttributes().get(AttributeKey.stringKey("order.reason"))))
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    private static List<Double> unpaidAge() {
        return METRICS.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals("order.unpaid.age"))
                .flatMap(metric -> metric.getDoubleGaugeData().getPoints().stream())
                .map(DoublePointData::getValue)
                .toList();
    }

    /** In the place of the agent. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Metrics {

        @Bean
        @Primary
        Meter testMeter() {
            return SdkMeterProvider.builder()
                    .registerMetricReader(METRICS)
                    .build()
                    .get("test");
        }
    }

    /** What may happen to an order, and what it then is; nothing happens where the state does not allow it. */
    private enum Change {
        RESERVE(OrderStatus.RESERVED, "OrderPlaced"),
        REFUSE(OrderStatus.REJECTED, null),
        DECLINE(OrderStatus.REJECTED, null),
        PAY(OrderStatus.PAID, "OrderPaid"),
        LOSE_STOCK(OrderStatus.REJECTED, "OrderCancelled"),
        CONFIRM(OrderStatus.CONFIRMED, null),
        CANCEL(OrderStatus.CANCELLED, "OrderCancelled"),
        REFUND(OrderStatus.REFUNDED, null);

        private final OrderStatus to;
        private final @Nullable String event;

        Change(OrderStatus to, @Nullable String event) {
            this.to = to;
            this.event = event;
        }

        boolean allowedFrom(OrderStatus from) {
            return switch (this) {
                case REFUSE -> from == OrderStatus.PLACED;
                case DECLINE, LOSE_STOCK -> from == OrderStatus.RESERVED;
                default -> from.mayBecome(to);
            };
        }
    }

    static Stream<Arguments> everyChangeOfEveryState() {
        return Arrays.stream(Change.values())
                .flatMap(change -> Arrays.stream(OrderStatus.values()).map(from -> Arguments.of(change, from)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("everyChangeOfEveryState")
    void everyChangeHappensFromWhereItMayAndNowhereElse(Change change, OrderStatus from) {
        var order = inState(from);
        make(change, order);
        var allowed = change.allowedFrom(from);
        assertThat(orders.byId(order.id()).status()).isEqualTo(allowed ? change.to : from);
        assertThat(published()).isEqualTo(allowed && change.event != null ? List.of(change.event) : List.of());
    }

    @Test
    void everyTransitionThatIsAllowedIsOneOfTheChanges() {
        for (var from : OrderStatus.values()) {
            assertThat(Arrays.stream(Change.values())
                            .filter(change -> change.allowedFrom(from))
                            .map(change -> change.to)
                            .distinct())
                    .as("from %s", from)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(OrderStatus.values())
                            .filter(from::mayBecome)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"PLACED", "RESERVED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aRejectionFromWhereThereIsNoneIsAMistakeOfTheCaller(OrderStatus from) {
        var order = inState(from);
        assertThatThrownBy(() -> orders.rejected(order.id(), from, "OUT_OF_STOCK", "Gone."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(from.name());
        assertThat(orders.byId(order.id()).status()).isEqualTo(from);
    }

    private Orders.Order inState(OrderStatus status) {
        var order = orders.place(order(null, "hash"));
        jdbc.sql("update \"order\" set status = :status, total_minor = 1198 where id = :id")
                .param("status", status.name())
                .param("id", order.id())
                .update();
        return order;
    }

    private void make(Change change, Orders.Order order) {
        switch (change) {
            case RESERVE -> orders.reserved(order, new Reservation(order.id(), 1198, "EUR"));
            case REFUSE -> orders.rejected(order.id(), OrderStatus.PLACED, "OUT_OF_STOCK", "Gone.");
            case DECLINE -> orders.rejected(order.id(), OrderStatus.RESERVED, "PAYMENT_DECLINED", "No.");
            case PAY -> orders.paid(order.id());
            case LOSE_STOCK -> orders.rejectedAfterPayment(order.id(), "RESERVATION_EXPIRED", "Gone.");
            case CONFIRM -> orders.confirmed(order.id());
            case CANCEL -> orders.cancelled(order.id());
            case REFUND -> orders.refunded(order.id());
        }
    }

    @Test
    void whatIsPlacedAndOldIsAbandonedAndNothingElse() {
        Stream.of(OrderStatus.values()).forEach(status -> {
            var order = orders.place(order(null, "hash"));
            jdbc.sql("update \"order\" set status = :status, total_minor = 1, changed_at = now() - interval "
                            + "'2 minutes' where id = :id")
                    .param("status", status.name())
                    .param("id", order.id())
                    .update();
        });
        orders.place(order(null, "hash"));
        assertThat(orders.abandoned(Duration.ofMinutes(1), 10))
                .extracting(Orders.Order::status)
                .containsExactly(OrderStatus.PLACED);
    }

    private Orders.NewOrder order(@Nullable String key, String hash) {
        return new Orders.NewOrder(
                UUID.randomUUID(),
                shopper,
                UUID.randomUUID(),
                "card_4242",
                Arrays.asList(new OrderLine("A", 2)),
                key,
                hash);
    }

    private List<String> published() {
        return jdbc.sql("select payload::json ->> 'type' from outbox order by seq")
                .query(String.class)
                .list();
    }
}
