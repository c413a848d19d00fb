package dev.orderflow.order;

import static dev.orderflow.testkit.ServiceClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.ServiceClient;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestAuth;
import dev.orderflow.testkit.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders over HTTP, on a real PostgreSQL; Kafka is away. The answers of the user and the inventory service come from a
 * server of the test.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "orderflow.warm-up.rounds=0",
            // Nothing here is about how fast a busy machine is.
            "orderflow.deadline.request=20s",
            "spring.kafka.bootstrap-servers=127.0.0.1:1",
            "spring.kafka.listener.auto-startup=false",
            "spring.kafka.admin.operation-timeout=1s",
            "spring.kafka.admin.auto-create=false"
        })
class OrderControllerTest {

    private static final String PATH = "/api/orders";

    /** Each shopper has this one address. */
    private static final UUID HOME = UUID.randomUUID();

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static TestAuth auth;
    private static TestServer peers;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final UUID alice = UUID.randomUUID();
    private RestTestClient client;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry properties) throws IOException {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        auth = TestAuth.start();
        peers = TestServer.start(OrderControllerTest::answer);
        var key = Files.writeString(
                folder.resolve("order.key"), SigningKey.generate().privatePem());
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("orderflow.identity.key", () -> key.toUri().toString());
        properties.add("orderflow.clients.auth.url", auth::url);
        properties.add("orderflow.clients.user.url", peers::url);
        properties.add("orderflow.clients.inventory.url", peers::url);
    }

    /** Has the address, and a stock of everything but the SKU {@code GONE}. */
    private static TestServer.Answer answer(TestServer.Request request) {
        if (request.path().startsWith("/internal/users/")) {
            return request.path().endsWith("/addresses/" + HOME)
                    ? TestServer.Answer.json("{}")
                    : TestServer.Answer.json(404, "{\"code\":\"NOT_FOUND\",\"detail\":\"No such address.\"}");
        }
        if (request.body().contains("\"GONE\"")) {
            return TestServer.Answer.json(
                    409, "{\"code\":\"OUT_OF_STOCK\",\"detail\":\"Not enough of GONE in stock.\"}");
        }
        return TestServer.Answer.json(
                201,
                "{\"orderId\":\"%s\",\"totalMinor\":1198,\"currency\":\"EUR\"}"
                        .formatted(JSON.readTree(request.body()).path("orderId").asString()));
    }

    @AfterAll
    static void stop() throws IOException {
        peers.close();
        auth.close();
        postgres.close();
    }

    @BeforeEach
    void client() {
        client = ServiceClient.of(port);
    }

    @Test
    void anOrderIsPlacedAndShownToItsShopper() {
        var placed = place(auth.shopper(alice), "key", order("A"))
                .expectStatus()
                .isCreated()
                .returnResult(String.class);
        var order = JSON.readTree(String.valueOf(placed.getResponseBody()));
        var id = order.path("id").asString();
        assertThat(order.path("status").asString()).isEqualTo("RESERVED");
        assertThat(order.path("totalMinor").asLong()).isEqualTo(1198);
        assertThat(placed.getResponseHeaders().getLocation()).hasToString(PATH + "/" + id);
        get(auth.shopper(alice), "/" + id)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.lines[0].sku")
                .isEqualTo("A")
                .jsonPath("$.lines[0].quantity")
                .isEqualTo(2);
        get(auth.shopper(alice), "")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].id")
                .isEqualTo(id);
    }

    @Test
    void theSameKeyMakesOneOrderAndTakesNoOtherBody() {
        var first = placed("key");
        assertThat(placed("key")).isEqualTo(first);
        isProblem(place(auth.shopper(alice), "key", order("B")), 409, "IDEMPOTENCY_KEY_REUSED");
        get(auth.shopper(alice), "").expectBody().jsonPath("$.length()").isEqualTo(1);
    }

    @Test
    void anOrderIsItsShoppersAndAnOperatorReadsIt() {
        var id = placed("");
        var bob = auth.shopper(UUID.randomUUID());
        isProblem(get(bob, "/" + id), 404, "NOT_FOUND");
        isProblem(cancel(bob, id), 404, "NOT_FOUND");
        get(bob, "").expectBody().jsonPath("$.length()").isEqualTo(0);
        var operator = auth.operator(UUID.randomUUID());
        get(operator, "/" + id).expectStatus().isOk();
        // Reads, and does not cancel.
        isProblem(cancel(operator, id), 404, "NOT_FOUND");
        isProblem(get(operator, "/" + UUID.randomUUID()), 404, "NOT_FOUND");
    }

    @Test
    void aCancelledOrderIsCancelledAgainWithTheSameAnswer() {
        var id = placed("");
        for (var i = 0; i < 2; i++) {
            cancel(auth.shopper(alice), id)
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.status")
                    .isEqualTo("CANCELLED");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLACED", "REJECTED"})
    void whatIsNotAcceptedIsNotCancelled(OrderStatus status) {
        var id = placed("");
        jdbc.sql("update \"order\" set status = :status where id = :id")
                .param("status", status.name())
                .param("id", UUID.fromString(id))
                .update();
        isProblem(cancel(auth.shopper(alice), id), 409, "ORDER_NOT_CANCELLABLE");
    }

    @Test
    void anAddressOfSomebodyElseAndGoodsThatAreGoneAreRefused() {
        var elsewhere = order("A").replace(HOME.toString(), UUID.randomUUID().toString());
        isProblem(place(auth.shopper(alice), "", elsewhere), 422, "UNKNOWN_ADDRESS");
        isProblem(place(auth.shopper(alice), "", order("GONE")), 409, "OUT_OF_STOCK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "}                   |                  | MALFORMED_REQUEST",
                "\"addressId\"       | \"address\"      | MALFORMED_REQUEST",
                "\"quantity\":2      | \"quantity\":2.5 | MALFORMED_REQUEST",
                "\"quantity\":2      | \"quantity\":0   | VALIDATION_FAILED",
                "\"sku\":\"A\"       | \"sku\":\"A_1\"  | VALIDATION_FAILED",
                "4242424242424242    | 4242424242424241 | VALIDATION_FAILED",
                "4242424242424242    | 42               | VALIDATION_FAILED"
            })
    void aBodyThatIsNotWhatItShouldBeIsAProblem(String good, @Nullable String bad, String code) {
        isProblem(place(auth.shopper(alice), "", order("A").replace(good, bad == null ? "" : bad)), 400, code);
    }

    @Test
    void aKeyThatIsNoneAndAnIdThatIsNoneAreRefused() {
        isProblem(place(auth.shopper(alice), "k".repeat(65), order("A")), 400, "VALIDATION_FAILED");
        isProblem(get(auth.shopper(alice), "/x"), 400, "MALFORMED_REQUEST");
    }

    @Test
    void withoutAValidTokenNothingIsReadOrDone() {
        try (var forger = TestAuth.start()) {
            for (var bearer : new String[] {"", "Bearer x", forger.shopper(alice)}) {
                isProblem(place(bearer, "", order("A")), 401, "UNAUTHENTICATED");
                isProblem(get(bearer, ""), 401, "UNAUTHENTICATED");
                isProblem(get(bearer, "/" + UUID.randomUUID()), 401, "UNAUTHENTICATED");
                isProblem(cancel(bearer, UUID.randomUUID().toString()), 401, "UNAUTHENTICATED");
            }
        }
        get(auth.shopper(alice), "").expectBody().jsonPath("$.length()").isEqualTo(0);
    }

    /** Returns the id of an order that alice has placed. */
    private String placed(String key) {
        var answer = place(auth.shopper(alice), key, order("A"))
                .expectStatus()
                .isCreated()
                .returnResult(String.class);
        return JSON.readTree(String.valueOf(answer.getResponseBody()))
                .path("id")
                .asString();
    }

    /**
     * @param bearer the header Authorization; empty for none
     * @param key the header Idempotency-Key; empty for none
     */
    private RestTestClient.ResponseSpec place(String bearer, String key, String body) {
        return client.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    set(headers, "Authorization", bearer);
                    set(headers, "Idempotency-Key", key);
                })
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec get(String bearer, String path) {
        return client.get()
                .uri(PATH + path)
                .headers(headers -> set(headers, "Authorization", bearer))
                .exchange();
    }

    private RestTestClient.ResponseSpec cancel(String bearer, String id) {
        return client.post()
                .uri(PATH + "/" + id + "/cancel")
                .headers(headers -> set(headers, "Authorization", bearer))
                .exchange();
    }

    private static void set(HttpHeaders headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.set(name, value);
        }
    }

    private static String order(String sku) {
        return "{\"addressId\":\"%s\",\"cardNumber\":\"4242424242424242\",\"lines\":[{\"sku\":\"%s\",\"quantity\":2}]}"
                .formatted(HOME, sku);
    }
}
