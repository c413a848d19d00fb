package dev.orderflow.user;

import static dev.orderflow.testkit.ServiceClient.isProblem;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.identity.ServiceIdentity;
import dev.orderflow.testkit.CallingService;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.ServiceClient;
import dev.orderflow.testkit.TestAuth;
import dev.orderflow.testkit.Valkey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Profiles and addresses over HTTP, on a real PostgreSQL and a real Valkey. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "orderflow.warm-up.rounds=0"})
class ProfileControllerTest {

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static Valkey valkey;
    private static TestAuth auth;
    private static CallingService order;
    private static CallingService inventory;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private final UUID alice = UUID.randomUUID();
    private final UUID home = UUID.randomUUID();
    private RestTestClient client;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry properties) throws IOException {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        valkey = Valkey.start(folder);
        auth = TestAuth.start();
        order = new CallingService("order", folder);
        inventory = new CallingService("inventory", folder);
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.data.redis.host", () -> "127.0.0.1");
        properties.add("spring.data.redis.port", () -> valkey.port());
        properties.add("orderflow.clients.auth.url", auth::url);
        properties.add("orderflow.identity.certificates", () -> folder.toUri().toString());
    }

    @AfterAll
    static void stop() throws IOException {
        auth.close();
        valkey.close();
        postgres.close();
    }

    @BeforeEach
    void profile() {
        client = ServiceClient.of(port);
        jdbc.sql("insert into profile (id, email, name) values (?, ?, 'Alice')")
                .params(alice, alice + "@example.com")
                .update();
        jdbc.sql("insert into address (id, user_id, street, city, country) values (?, ?, 's', 'c', 'EU')")
                .params(home, alice)
                .update();
    }

    @Test
    void aShopperReadsTheirOwnProfile() {
        get("/api/users/me", "", auth.shopper(alice))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(alice.toString())
                .jsonPath("$.name")
                .isEqualTo("Alice")
                .jsonPath("$.tier")
                .isEqualTo("STANDARD")
                .jsonPath("$.currency")
                .isEqualTo("EUR")
                .jsonPath("$.createdAt")
                .isNotEmpty()
                .jsonPath("$.addresses[0].id")
                .isEqualTo(home.toString());
        isProblem(get("/api/users/me", "", auth.shopper(UUID.randomUUID())), 404, "NOT_FOUND");
    }

    @Test
    void withoutAValidTokenThereIsNoProfile() {
        try (var forger = TestAuth.start()) {
            for (var bearer : new String[] {"", "Bearer x", forger.shopper(alice)}) {
                isProblem(get("/api/users/me", "", bearer), 401, "UNAUTHENTICATED");
            }
        }
    }

    @Test
    void aServiceReadsAProfileOnNobodysBehalf() {
        get("/internal/users/" + alice, order.tokenFor("user"), "")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.email")
                .isEqualTo(alice + "@example.com");
        isProblem(get("/internal/users/" + UUID.randomUUID(), order.tokenFor("user"), ""), 404, "NOT_FOUND");
        isProblem(get("/internal/users/x", order.tokenFor("user"), ""), 400, "MALFORMED_REQUEST");
    }

    @Test
    void anAddressIsReadOnItsShoppersBehalfAlone() {
        var path = "/internal/users/" + alice + "/addresses/";
        get(path + home, order.tokenFor("user"), auth.shopper(alice))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.country")
                .isEqualTo("EU");
        isProblem(get(path + UUID.randomUUID(), order.tokenFor("user"), auth.shopper(alice)), 404, "NOT_FOUND");
        isProblem(get(path + home, order.tokenFor("user"), auth.shopper(UUID.randomUUID())), 403, "FORBIDDEN");
        isProblem(get(path + home, order.tokenFor("user"), ""), 401, "UNAUTHENTICATED");
    }

    @Test
    void onlyServicesThatNeedItMayAsk() {
        for (var token : new String[] {inventory.tokenFor("user"), order.tokenFor("auth"), "none", ""}) {
            isProblem(get("/internal/users/" + alice, token, ""), 403, "FORBIDDEN");
            isProblem(
                    get("/internal/users/" + alice + "/addresses/" + home, token, auth.shopper(alice)),
                    403,
                    "FORBIDDEN");
        }
    }

    /**
     * @param service the header Service-Token; empty for none
     * @param shopper the header Authorization; empty for none
     */
    private RestTestClient.ResponseSpec get(String path, String service, String shopper) {
        return client.get()
                .uri(path)
                .headers(headers -> {
                    set(headers, ServiceIdentity.HEADER, service);
                    set(headers, "Authorization", shopper);
                })
                .exchange();
    }

    private static void set(HttpHeaders headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.set(name, value);
        }
    }
}
