package dev.orderflow.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.migrate.Schemas;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** On a real PostgreSQL, while Kafka is away: nothing that is to be sent may get lost. */
@SpringBootTest(
        properties = {
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "spring.kafka.listener.auto-startup=false",
            "spring.kafka.admin.operation-timeout=1s",
            "spring.kafka.admin.auto-create=false"
        })
class OrderListenerTest {

    private static EmbeddedPostgres postgres;

    @Autowired
    private OrderListener listener;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) throws IOException {
        postgres = EmbeddedPostgres.start();
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
        jdbc.sql("truncate ledger, outbox, processed_event").update();
    }

    @Test
    void anOrderIsChargedAndToldOfInOneTransaction() {
        listener.placed(message(order(UUID.randomUUID())));
        assertThat(count("ledger")).isEqualTo(1);
        assertThat(count("outbox where published_at is null")).isEqualTo(1);
    }

    @Test
    void anEventThatComesTwiceChargesOnce() {
        var message = message(order(UUID.randomUUID()));
        listener.placed(message);
        listener.placed(message);
        assertThat(count("ledger")).isEqualTo(1);
        assertThat(count("outbox")).isEqualTo(1);
    }

    @Test
    void anotherEventOfTheSameOrderChargesNothingAndRemembersNothing() {
        var order = UUID.randomUUID();
        listener.placed(message(order(order)));
        assertThatThrownBy(() -> listener.placed(message(order(order)))).hasMessageContaining("ledger_order_id_key");
        assertThat(count("ledger")).isEqualTo(1);
        assertThat(count("outbox")).isEqualTo(1);
        assertThat(count("processed_event")).isEqualTo(1);
    }

    @Test
    void whatANewerProducerAddsIsBorne() {
        var text = json.writeValueAsString(order(UUID.randomUUID())).replaceFirst("\\{", "{\"giftWrap\":true,");
        listener.placed(new ConsumerRecord<>("orders", 0, 0, "key", text));
        assertThat(count("ledger")).isEqualTo(1);
    }

    @Test
    void whatIsNoEventIsNamed() {
        assertThatThrownBy(() -> listener.placed(new ConsumerRecord<>("orders", 3, 7, "key", "no JSON")))
                .hasMessageContaining("orders-3@7");
    }

    private ConsumerRecord<String, String> message(OrderPlaced order) {
        return new ConsumerRecord<>("orders", 0, 0, order.orderId().toString(), json.writeValueAsString(order));
    }

    private static OrderPlaced order(UUID id) {
        return new OrderPlaced(UUID.randomUUID(), id, UUID.randomUUID(), 1198, "EUR", Instant.now());
    }

    private int count(String from) {
        return jdbc.sql("select count(*) from " + from).query(Integer.class).single();
    }
}
