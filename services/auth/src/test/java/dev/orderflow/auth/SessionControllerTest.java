package dev.orderflow.auth;

import static dev.orderflow.testkit.ServiceClient.isProblem;

import dev.orderflow.contracts.Role;
import dev.orderflow.platform.identity.ServiceIdentity;
import dev.orderflow.testkit.CallingService;
import dev.orderflow.testkit.ServiceClient;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.Valkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Sessions as the gateway reads them, on a real Valkey and without PostgreSQL. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            // Nothing here is about how fast a busy machine is.
            "spring.data.redis.connect-timeout=10s",
            "spring.data.redis.timeout=10s",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.warm-up.rounds=0"
        })
class SessionControllerTest {

    private static final String PATH = "/internal/sessions/";

    @TempDir
    private static Path folder;

    private static Valkey valkey;
    private static CallingService gateway;
    private static CallingService order;

    @Autowired
    private Sessions sessions;

    @Autowired
    private AccessTokens tokens;

    @LocalServerPort
    private int port;

    private final UUID alice = UUID.randomUUID();
    private RestTestClient client;
    private UUID session;
    private String bearer;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry properties) throws IOException {
        Files.writeString(
                folder.resolve("20260101T000000Z.pem"), SigningKey.generate().privatePem());
        gateway = new CallingService("gateway", folder);
        order = new CallingService("order", folder);
        valkey = Valkey.start(folder);
        properties.add("orderflow.auth.keys", folder::toString);
        properties.add("orderflow.identity.certificates", () -> folder.toUri().toString());
        properties.add("spring.data.redis.host", () -> "127.0.0.1");
        properties.add("spring.data.redis.port", () -> valkey.port());
    }

    @AfterAll
    static void stop() {
        valkey.close();
    }

    @BeforeEach
    void logIn() {
        client = ServiceClient.of(port);
        var held = sessions.begin(alice);
        session = held.session().sessionId();
        bearer = "Bearer " + tokens.of(held, Role.SHOPPER).token();
    }

    @Test
    void theGatewayFindsTheSessionOfTheTokenThatItPassesOn() {
        ask(gateway.tokenFor("auth"), bearer, session.toString())
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.sessionId")
                .isEqualTo(session.toString())
                .jsonPath("$.userId")
                .isEqualTo(alice.toString());
    }

    @Test
    void aSessionThatHasEndedIsNotFound() {
        sessions.end(session);
        isProblem(ask(gateway.tokenFor("auth"), bearer, session.toString()), 404, "NOT_FOUND");
    }

    @Test
    void anothersSessionIsNotShown() {
        var other = sessions.begin(UUID.randomUUID()).session().sessionId();
        isProblem(ask(gateway.tokenFor("auth"), bearer, other.toString()), 403, "FORBIDDEN");
    }

    @Test
    void onNobodysBehalfNoSessionIsShown() {
        isProblem(ask(gateway.tokenFor("auth"), "", session.toString()), 401, "UNAUTHENTICATED");
    }

    @Test
    void onlyTheGatewayMayAsk() {
        for (var token : new String[] {order.tokenFor("auth"), gateway.tokenFor("user"), "none"}) {
            isProblem(ask(token, bearer, session.toString()), 403, "FORBIDDEN");
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        isProblem(ask(gateway.tokenFor("auth"), bearer, "x"), 400, "MALFORMED_REQUEST");
    }

    /** @param shopper the header Authorization; empty for none */
    private RestTestClient.ResponseSpec ask(String service, String shopper, String id) {
        return client.get()
                .uri(PATH + id)
                .headers(headers -> {
                    headers.set(ServiceIdentity.HEADER, service);
                    if (!shopper.isEmpty()) {
                        headers.set("Authorization", shopper);
                    }
                })
                .exchange();
    }
}
