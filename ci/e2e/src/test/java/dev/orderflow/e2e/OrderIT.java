package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests orders through the gateway and all services to each final status. The conservation audit must hold after each
 * test.
 */
class OrderIT {

    private static LocalSystem system;
    private static ShopperClient alice;
    private static String address;

    @BeforeAll
    static void start() throws Exception {
        system = SharedSystem.get();
        alice = ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
        address = alice.address();
    }

    @AfterEach
    void nothingIsLostOrDoubled() throws SQLException {
        Conservation.holds(system);
    }

    @Test
    void anOrderIsConfirmed() {
        var order = alice.order(address, "SKU-0002", 1).require(201);
        assertThat(order.body().path("status").asString()).isEqualTo("RESERVED");
        becomes(order, "CONFIRMED");
    }

    @Test
    void aDeclinedCardRejectsTheOrderAndGivesItsStockBack() {
        var before = available("SKU-0003");
        var order = alice.order(address, "SKU-0003", 3, "4000000000009995", Map.of())
                .require(201);
        becomes(order, "REJECTED");
        assertThat(alice.get("/api/orders/" + id(order)).body().path("reason").asString())
                .isEqualTo("PAYMENT_DECLINED");
        assertThat(available("SKU-0003")).isEqualTo(before);
    }

    @Test
    void aConfirmedOrderThatIsCancelledIsRefundedAndItsStockComesBack() {
        var before = available("SKU-0004");
        var order = alice.order(address, "SKU-0004", 3).require(201);
        becomes(order, "CONFIRMED");
        assertThat(available("SKU-0004")).isEqualTo(before - 3);
        cancel(order).require(200);
        becomes(order, "REFUNDED");
        assertThat(available("SKU-0004")).isEqualTo(before);
        cancel(order).require(200);
    }

    @Test
    void cancelledAtOnceAnOrderComesToNothing() {
        // Whichever is first, the capture or the cancellation: the audit says whether they agree.
        for (var i = 0; i < 10; i++) {
            var order = alice.order(address, "SKU-0005", 1).require(201);
            cancel(order).require(200);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(status(order)).isIn("CANCELLED", "REFUNDED"));
        }
    }

    @Test
    void aRejectedOrderCannotBeCancelled() {
        var order = alice.order(address, "SKU-0006", 1, "4000000000000002", Map.of())
                .require(201);
        becomes(order, "REJECTED");
        assertThat(cancel(order).require(409).body().path("code").asString()).isEqualTo("ORDER_NOT_CANCELLABLE");
    }

    @Test
    void anotherShoppersOrderIsNotThere() {
        var order = alice.order(address, "SKU-0007", 1).require(201);
        var bob = ShopperClient.loggedIn(system.gateway(), "bob@example.com", system.password());
        bob.get("/api/orders/" + id(order)).require(404);
        bob.post("/api/orders/" + id(order) + "/cancel", Map.of()).require(404);
    }

    @Test
    void theSameKeyAndBodyGetTheSameAnswer() {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        var first = alice.order(address, "SKU-0008", 1, ShopperClient.GOOD_CARD, key)
                .require(201);
        becomes(first, "CONFIRMED");
        var second = alice.order(address, "SKU-0008", 1, ShopperClient.GOOD_CARD, key)
                .require(201);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        alice.order(address, "SKU-0008", 1, ShopperClient.GOOD_CARD, key).require(201);
        var answer = alice.order(address, "SKU-0008", 2, ShopperClient.GOOD_CARD, key)
                .require(409);
        assertThat(answer.body().path("code").asString()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aRefusalIsRepeatedUnderItsKey() {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        for (var i = 0; i < 2; i++) {
            var answer = alice.order(address, "NO-SUCH", 1, ShopperClient.GOOD_CARD, key)
                    .require(422);
            assertThat(answer.body().path("code").asString()).isEqualTo("UNKNOWN_SKU");
        }
    }

    @Test
    void aKeyThatIsNoKeyIsRefused() {
        var key = Map.of("Idempotency-Key", "x".repeat(65));
        assertThat(alice.order(address, "SKU-0008", 1, ShopperClient.GOOD_CARD, key)
                        .require(400)
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("VALIDATION_FAILED");
    }

    private static ShopperClient.Answer cancel(ShopperClient.Answer order) {
        return alice.post("/api/orders/" + id(order) + "/cancel", Map.of());
    }

    private static void becomes(ShopperClient.Answer order, String status) {
        await(status)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(order)).isEqualTo(status));
    }

    private static String status(ShopperClient.Answer order) {
        return alice.get("/api/orders/" + id(order))
                .require(200)
                .body()
                .path("status")
                .asString();
    }

    private static String id(ShopperClient.Answer order) {
        return order.body().path("id").asString();
    }

    private static int available(String sku) {
        return alice.get("/api/products/" + sku)
                .require(200)
                .body()
                .path("available")
                .asInt();
    }
}
