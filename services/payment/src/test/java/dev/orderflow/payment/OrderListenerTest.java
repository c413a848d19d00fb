package dev.orderflow.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.Event;
import dev.orderflow.contracts.OrderCancelled;
import dev.orderflow.contracts.OrderPaid;
import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.messaging.EventCodec;
import dev.orderflow.platform.messaging.UnprocessableEventException;
import dev.orderflow.platform.retention.Retention;
import dev.orderflow.platform.retention.RetentionJob;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL, while Kafka is away: nothing that is to be sent may get lost. */
@SpringBootTest(
        properties = {
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "spring.kafka.listener.auto-startup=false",
            "spring.kafka.admin.operation-timeout=1s",
            "spring.kafka.admin.auto-create=false"
        })
@Import(OrderListenerTest.RecordingBank.class)
class OrderListenerTest {

    private static EmbeddedPostgres postgres;

    @Autowired
    private OrderListener listener;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private EventCodec codec;

    @Autowired
    private RetentionJob retention;

    @Autowired
    private List<Retention> retentions;

    @Autowired
    private RecordingBank bank;

    /** The bank itself, which also remembers what it was asked to authorise. */
    @Primary
    @TestComponent
    static class RecordingBank extends SimulatedBank {

        private final List<UUID> authorised = new ArrayList<>();

        @Override
        public Authorisation authorise(UUID orderId, String cardToken, long amountMinor, String currency) {
            authorised.add(orderId);
            return super.authorise(orderId, cardToken, amountMinor, currency);
        }
    }

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

    private final UUID order = UUID.randomUUID();
    private final UUID shopper = UUID.randomUUID();

    @BeforeEach
    void empty() {
        jdbc.sql("truncate payment, ledger, outbox, processed_event").update();
        bank.authorised.clear();
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
    void aPaymentIsDeletedWithItsLedgerOnceItIsOld() {
        jdbc.sql("""
                        insert into payment (order_id, user_id, amount_minor, currency, status, bank_reference, created_at, changed_at)
                        select gen_random_uuid(), gen_random_uuid(), 5, 'EUR', status, 'r', now() - age, now() - age
                        from unnest(array['AUTHORISED', 'DECLINED', 'CAPTURED', 'VOIDED', 'REFUNDED']) as status,
                             unnest(array[interval '3661 days', interval '3659 days']) as age
                        """).update();
        jdbc.sql("""
                        insert into ledger (id, order_id, user_id, kind, amount_minor, currency, moved_at)
                        select gen_random_uuid(), order_id, user_id, 'CHARGE', amount_minor, currency, created_at
                        from payment where status in ('CAPTURED', 'REFUNDED')
                        """).update();
        retention.run();
        assertThat(count("payment")).isEqualTo(6);
        assertThat(count("payment where status = 'AUTHORISED'")).isEqualTo(2);
        assertThat(count("ledger")).isEqualTo(2);
        assertThat(count("ledger where order_id not in (select order_id from payment)"))
                .isZero();
    }

    @Test
    void anOrderThatTheBankHasNoReferenceOfIsForNoRetry() {
        receive(placed());
        receive(paid());
        jdbc.sql("update payment set bank_reference = null").update();
        assertThatThrownBy(() -> receive(cancelled())).isInstanceOf(UnprocessableEventException.class);
        assertThat(status()).isEqualTo("CAPTURED");
    }

    @Test
    void anOrderIsAuthorisedAndPublishedInOneTransaction() {
        receive(placed());
        assertThat(status()).isEqualTo("AUTHORISED");
        assertThat(published()).containsExactly("PaymentAuthorised");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void aDeclineIsPublishedWithTheBanksReason() {
        receive(new OrderPlaced(UUID.randomUUID(), order, shopper, 1198, "EUR", "card_9995", Instant.now()));
        assertThat(status()).isEqualTo("DECLINED");
        assertThat(published()).containsExactly("PaymentDeclined");
        assertThat(count("outbox where payload like '%\"reason\":\"insufficient_funds\"%'"))
                .isEqualTo(1);
    }

    @Test
    void whatIsAuthorisedIsCapturedOnce() {
        receive(placed());
        var paid = paid();
        receive(paid);
        receive(paid);
        receive(paid());
        assertThat(status()).isEqualTo("CAPTURED");
        assertThat(ledger()).containsExactly("CHARGE 1198");
        assertThat(published()).containsExactly("PaymentAuthorised", "PaymentCaptured");
    }

    @Test
    void whatIsDeclinedIsNeverCaptured() {
        receive(new OrderPlaced(UUID.randomUUID(), order, shopper, 1198, "EUR", "card_0002", Instant.now()));
        receive(paid());
        receive(cancelled());
        assertThat(status()).isEqualTo("DECLINED");
        assertThat(ledger()).isEmpty();
    }

    @Test
    void cancelledBeforeCaptureIsVoided() {
        receive(placed());
        receive(cancelled());
        receive(paid());
        assertThat(status()).isEqualTo("VOIDED");
        assertThat(ledger()).isEmpty();
        assertThat(published()).containsExactly("PaymentAuthorised", "PaymentVoided");
    }

    @Test
    void cancelledAfterCaptureIsRefundedOnce() {
        receive(placed());
        receive(paid());
        receive(cancelled());
        receive(cancelled());
        assertThat(status()).isEqualTo("REFUNDED");
        assertThat(ledger()).containsExactly("CHARGE 1198", "REFUND 1198");
        assertThat(published()).containsExactly("PaymentAuthorised", "PaymentCaptured", "PaymentRefunded");
    }

    @Test
    void cancelledBeforeItsOrderWasReceivedIsNeverCharged() {
        receive(cancelled());
        receive(placed());
        receive(paid());
        assertThat(status()).isEqualTo("VOIDED");
        assertThat(ledger()).isEmpty();
        assertThat(published()).containsExactly("PaymentVoided");
        assertThat(bank.authorised)
                .as("what the bank holds for an order that is voided")
                .isEmpty();
    }

    @Test
    void anEventThatComesTwiceHasOneEffect() {
        var placed = placed();
        receive(placed);
        receive(placed);
        assertThat(published()).hasSize(1);
    }

    @Test
    void anotherOrderPlacedOfTheSameOrderAsksTheBankForNothingMore() {
        receive(placed());
        receive(placed());
        assertThat(published()).hasSize(1);
    }

    /** Every event in every state of a payment; each state reached by the events that lead to it. */
    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(nullValues = "-", textBlock = """
            # before     receives    after        published          ledger
            -,           placed,     AUTHORISED,  PaymentAuthorised, -
            -,           paid,       -,           -,                 -
            -,           cancelled,  VOIDED,      PaymentVoided,     -
            AUTHORISED,  placed,     AUTHORISED,  -,                 -
            AUTHORISED,  paid,       CAPTURED,    PaymentCaptured,   CHARGE 1198
            AUTHORISED,  cancelled,  VOIDED,      PaymentVoided,     -
            DECLINED,    placed,     DECLINED,    -,                 -
            DECLINED,    paid,       DECLINED,    -,                 -
            DECLINED,    cancelled,  DECLINED,    -,                 -
            CAPTURED,    placed,     CAPTURED,    -,                 -
            CAPTURED,    paid,       CAPTURED,    -,                 -
            CAPTURED,    cancelled,  REFUNDED,    PaymentRefunded,   REFUND 1198
            VOIDED,      placed,     VOIDED,      -,                 -
            VOIDED,      paid,       VOIDED,      -,                 -
            VOIDED,      cancelled,  VOIDED,      -,                 -
            REFUNDED,    placed,     REFUNDED,    -,                 -
            REFUNDED,    paid,       REFUNDED,    -,                 -
            REFUNDED,    cancelled,  REFUNDED,    -,                 -
            """)
    void everyEventInEveryState(
            @Nullable PaymentStatus before,
            String event,
            @Nullable PaymentStatus after,
            @Nullable String published,
            @Nullable String moved) {
        reach(before);
        assertThat(found()).isEqualTo(before);
        jdbc.sql("truncate outbox").update();
        var ledger = new ArrayList<>(ledger());
        receive(
                switch (event) {
                    case "placed" -> placed();
                    case "paid" -> paid();
                    case "cancelled" -> cancelled();
                    default -> throw new IllegalArgumentException(event);
                });
        assertThat(found()).isEqualTo(after);
        assertThat(published()).isEqualTo(Stream.ofNullable(published).toList());
        Optional.ofNullable(moved).ifPresent(ledger::add);
        assertThat(ledger()).isEqualTo(ledger);
    }

    private void reach(@Nullable PaymentStatus status) {
        switch (status) {
            case null -> {}
            case AUTHORISED -> receive(placed());
            case DECLINED ->
                receive(new OrderPlaced(UUID.randomUUID(), order, shopper, 1198, "EUR", "card_0002", Instant.now()));
            case CAPTURED -> {
                receive(placed());
                receive(paid());
            }
            case VOIDED -> {
                receive(placed());
                receive(cancelled());
            }
            case REFUNDED -> {
                reach(PaymentStatus.CAPTURED);
                receive(cancelled());
            }
        }
    }

    private @Nullable PaymentStatus found() {
        return jdbc.sql("select status from payment where order_id = :order")
                .param("order", order)
                .query(PaymentStatus.class)
                .optional()
                .orElse(null);
    }

    @Test
    void theLedgerAllowsNoSecondCharge() {
        receive(placed());
        receive(paid());
        assertThatThrownBy(
                        () -> jdbc.sql("insert into ledger select gen_random_uuid(), order_id, user_id, amount_minor, "
                                        + "currency, moved_at, kind from ledger")
                                .update())
                .hasMessageContaining("ledger_once");
    }

    @Test
    void whatANewerProducerAddsIsBorne() {
        var text = codec.write(placed()).replaceFirst("\\{", "{\"giftWrap\":true,");
        listener.receive(new ConsumerRecord<>("orders", 0, 0, "key", text));
        assertThat(status()).isEqualTo("AUTHORISED");
    }

    @Test
    void aTypeOfANewerProducerIsPassedOver() {
        listener.receive(new ConsumerRecord<>("orders", 0, 0, "key", "{\"type\":\"OrderGiftWrapped\"}"));
        assertThat(count("processed_event")).isZero();
    }

    @Test
    void whatIsNoEventIsNamed() {
        for (var text : List.of("no JSON", "{}", "{\"type\":\"OrderPlaced\"}", "[]", "")) {
            assertThatThrownBy(() -> listener.receive(new ConsumerRecord<>("orders", 3, 7, "key", text)))
                    .as(text)
                    .hasMessageContaining("orders-3@7");
        }
    }

    private void receive(Event event) {
        listener.receive(new ConsumerRecord<>("orders", 0, 0, event.orderId().toString(), codec.write(event)));
    }

    private OrderPlaced placed() {
        return new OrderPlaced(UUID.randomUUID(), order, shopper, 1198, "EUR", "card_4242", Instant.now());
    }

    private OrderPaid paid() {
        return new OrderPaid(UUID.randomUUID(), order, Instant.now());
    }

    private OrderCancelled cancelled() {
        return new OrderCancelled(UUID.randomUUID(), order, shopper, 1198, "EUR", Instant.now());
    }

    private String status() {
        return jdbc.sql("select status from payment where order_id = :order")
                .param("order", order)
                .query(String.class)
                .single();
    }

    private List<String> ledger() {
        return jdbc.sql("select kind || ' ' || amount_minor from ledger order by moved_at, kind")
                .query(String.class)
                .list();
    }

    private List<String> published() {
        return jdbc.sql("select payload::json ->> 'type' from outbox order by seq")
                .query(String.class)
                .list();
    }

    private int count(String from) {
        return jdbc.sql("select count(*) from " + from).query(Integer.class).single();
    }
}
