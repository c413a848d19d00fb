package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tests the telemetry of an order: all services as processes with the real agent, on real stores. */
class OrderTelemetryIT {

    private static final Expectations EXPECTED = Expectations.load();

    private static LocalSystem system;
    private static ShopperClient alice;
    private static Trace trace;

    @BeforeAll
    static void placeOrder() throws Exception {
        system = SharedSystem.get();
        alice = ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
        var order = alice.order(alice.address(), "SKU-0001", 2).require(201);
        await("the order's whole trace")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(EXPECTED.missingFrom(system.receiver().trace(order.traceId())))
                                .isEmpty());
        trace = system.receiver().trace(order.traceId());
        await("its end")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(alice.get(
                                        "/api/orders/" + order.body().get("id").asString())
                                .body()
                                .get("status")
                                .asString())
                        .isEqualTo("CONFIRMED"));
    }

    @Test
    void oneTraceCrossesEverything() {
        assertThat(trace.services()).isEqualTo(EXPECTED.services().keySet());
        assertThat(trace.edges()).containsAll(EXPECTED.edges());
    }

    @Test
    void theTraceHasOneRoot() {
        var ids = trace.spans().stream().map(Span::id).toList();
        assertThat(trace.spans())
                .filteredOn(span -> !ids.contains(span.parentId()))
                .hasSize(1);
    }

    @Test
    void statementsAreThereInFull() {
        assertThat(trace.spans())
                .extracting(Span::sql)
                .contains("insert into \"order\" (id, user_id, address_id, status, total_minor, currency, card_token,\n"
                        + "                     idempotency_key, request_hash, placed_at, changed_at)\n"
                        + "values (?, ?, ?, ?, 0, 'EUR', ?, ?, ?, ?, ?)\n"
                        + "on conflict (user_id, idempotency_key) do nothing\n");
    }

    /** The login at Valkey is a command like others; what it writes, profiles among it, is nobody's business either. */
    @Test
    void noPasswordAndNoValueOfTheCacheIsInASpan() {
        var valkey = system.receiver().spans().stream()
                .filter(span -> span.attribute("db.system.name").equals("redis"))
                .toList();
        assertThat(valkey)
                .extracting(span -> span.attribute("db.query.text"))
                .anyMatch(text -> text.startsWith("HELLO 3 AUTH"));
        assertThat(system.receiver().spans())
                .noneMatch(span -> span.attributes().values().stream()
                        .anyMatch(
                                value -> value.contains(system.valkeyPassword()) || value.contains(system.password())));
        assertThat(valkey)
                .filteredOn(span -> span.attribute("db.query.text").startsWith("SET "))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.attribute("db.query.text")).endsWith("?"));
    }

    @Test
    void whatWasBoundToThemIsThereToo() {
        assertThat(trace.spans())
                .filteredOn(span -> span.sql().startsWith("update stock set available"))
                .extracting(span -> span.attribute("db.query.parameter.2"))
                .containsExactly("SKU-0001");
    }

    @Test
    void askingForAConnectionIsASpan() {
        assertThat(trace.spans()).extracting(Span::name).contains("HikariDataSource.getConnection");
    }

    @Test
    void theRelaysPollsAreInNobodysTrace() {
        assertThat(system.receiver().spans())
                .noneMatch(span -> span.sql().contains("from outbox where published_at is null"));
    }

    @TestFactory
    List<DynamicTest> everyServiceRecordsTheOrder() {
        return EXPECTED.services().entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(entry.getKey(), () -> checkSignals(entry.getKey(), entry.getValue())))
                .toList();
    }

    private static void checkSignals(String service, Expectations.Signals signals) {
        assertThat(trace.services()).contains(service);
        assertThat(trace.spans().stream()
                        .anyMatch(span ->
                                span.service().equals(service) && !span.sql().isEmpty()))
                .isEqualTo(signals.sql());
        // Metrics leave every 15 s. A bucket keeps the exemplar of its latest request, whichever test sent that.
        await(signals.metric())
                .atMost(Duration.ofSeconds(45))
                .untilAsserted(() -> assertThat(system.receiver().exemplars(service, signals.metric()))
                        .extracting(exemplar ->
                                system.receiver().trace(exemplar.traceId()).services())
                        .anyMatch(services -> services.contains(service)));
        if (signals.logs()) {
            await("logs")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(system.receiver().logs(trace.id()))
                            .filteredOn(line -> line.service().equals(service))
                            .isNotEmpty()
                            .noneMatch(line -> line.spanId().isEmpty()));
        }
    }

    @TestFactory
    List<DynamicTest> badRequestsAreRefusedAndLeaveNothing() throws Exception {
        var line = Map.<String, Object>of("sku", "SKU-0001", "quantity", 1);
        var address = alice.address();
        var bobs = ShopperClient.loggedIn(system.gateway(), "bob@example.com", system.password())
                .address();
        return List.of(
                refused("malformed JSON", alice, "{\"addressId\":", 400, "MALFORMED_REQUEST"),
                refused("no address", alice, body(null, List.of(line)), 400, "VALIDATION_FAILED"),
                refused("no lines", alice, body(address, List.of()), 400, "VALIDATION_FAILED"),
                refused(
                        "negative quantity",
                        alice,
                        body(address, List.of(Map.of("sku", "SKU-0001", "quantity", -1))),
                        400,
                        "VALIDATION_FAILED"),
                refused(
                        "a card number with a wrong check digit",
                        alice,
                        body(address, List.of(line)).replace(ShopperClient.GOOD_CARD, "4242424242424241"),
                        400,
                        "VALIDATION_FAILED"),
                refused("unknown field", alice, "{\"addres\":1}", 400, "MALFORMED_REQUEST"),
                refused(
                        "unknown SKU",
                        alice,
                        body(address, List.of(Map.of("sku", "NO-SUCH", "quantity", 1))),
                        422,
                        "UNKNOWN_SKU"),
                refused("another shopper's address", alice, body(bobs, List.of(line)), 422, "UNKNOWN_ADDRESS"),
                refused("10 MB", alice, "x".repeat(10_000_000), 413, "PAYLOAD_TOO_LARGE"));
    }

    private static DynamicTest refused(String name, ShopperClient shopper, String body, int status, String code) {
        return DynamicTest.dynamicTest(name, () -> {
            var before = orders();
            var answer = shopper.post("/api/orders", body, Map.of());
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.body().path("code").asString()).isEqualTo(code);
            assertThat(orders()).isEqualTo(before);
        });
    }

    private static String body(@Nullable String address, List<Map<String, Object>> lines) {
        var body = new HashMap<String, Object>();
        body.put("addressId", address);
        body.put("cardNumber", ShopperClient.GOOD_CARD);
        body.put("lines", lines);
        return new JsonMapper().writeValueAsString(body);
    }

    /** Accepted orders and held stock; an order that was refused for its goods is kept as REJECTED. */
    private static int orders() throws Exception {
        try (var connection = system.postgres().getPostgresDatabase().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "select (select count(*) from orders.\"order\" where accepted) + (select count(*) "
                                        + "from inventory.reservation where status = 'RESERVED')")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
