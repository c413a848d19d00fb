package dev.orderflow.auth;

import static dev.orderflow.testkit.ServiceClient.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.orderflow.contracts.Role;
import dev.orderflow.contracts.Session;
import dev.orderflow.testkit.ServiceClient;
import dev.orderflow.testkit.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The public keys over HTTP, while PostgreSQL and Valkey are away. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            "spring.data.redis.host=127.0.0.1",
            "spring.data.redis.port=1",
            "orderflow.clients.auth.url=http://127.0.0.1:1",
            "orderflow.warm-up.rounds=0"
        })
class KeyControllerTest {

    private static final String PATH = "/.well-known/jwks.json";

    @TempDir
    private static Path keys;

    @Autowired
    private AccessTokens tokens;

    @LocalServerPort
    private int port;

    private RestTestClient anybody;

    @DynamicPropertySource
    static void signingKeys(DynamicPropertyRegistry properties) throws IOException {
        for (var made : new String[] {"20250101T000000Z", "20250102T000000Z"}) {
            Files.writeString(keys.resolve(made + ".pem"), SigningKey.generate().privatePem());
        }
        properties.add("orderflow.auth.keys", keys::toString);
    }

    @BeforeEach
    void client() {
        anybody = ServiceClient.of(port);
    }

    @Test
    void anybodyReadsThePublicPartAndNothingOfThePrivateOne() {
        var set = anybody.get()
                .uri(PATH)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.keys[0].kty")
                .isEqualTo("RSA")
                .jsonPath("$.keys[0].use")
                .isEqualTo("sig")
                .jsonPath("$.keys[0].alg")
                .isEqualTo("RS256");
        for (var member : new String[] {"d", "p", "q", "dp", "dq", "qi"}) {
            set.jsonPath("$.keys[0]." + member).doesNotExist();
        }
    }

    /** The older key signed its last token long ago. */
    @Test
    void theKeyThatSignsIsTheOneThatIsPublished() throws Exception {
        var nobody = UUID.randomUUID();
        var token = tokens.of(new Sessions.Held(new Session(nobody, nobody), RefreshToken.first(nobody)), Role.SHOPPER)
                .token();
        var signedBy = SignedJWT.parse(token).getHeader().getKeyID();
        var text = anybody.get()
                .uri(PATH)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody();
        assertThat(JWKSet.parse(String.valueOf(text)).getKeys())
                .extracting(JWK::getKeyID)
                .containsExactly(signedBy);
    }

    @Test
    void nobodyAddsAKey() {
        isProblem(
                anybody.post()
                        .uri(PATH)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body("{\"keys\":[]}")
                        .exchange(),
                401,
                "UNAUTHENTICATED");
    }
}
