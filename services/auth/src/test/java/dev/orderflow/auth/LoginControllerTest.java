package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.Valkey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Login, refresh and logout over HTTP, on a real PostgreSQL and a real Valkey. A refresh token outlives whatever fails
 * while it is refreshed.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "spring.datasource.hikari.maximum-pool-size=1",
            // Nothing here is about how fast a busy machine is.
            "orderflow.deadline.request=20s",
            "spring.data.redis.connect-timeout=10s",
            "spring.data.redis.timeout=10s"
        })
class LoginControllerTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String EMAIL = "alice@example.com";
    private static final String PASSWORD = "open sesame";

    @TempDir
    private static Path keys;

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static Valkey valkey;

    @Autowired
    private HikariDataSource pool;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PasswordEncoder encoder;

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void stores(DynamicPropertyRegistry properties) throws Exception {
        Files.writeString(
                keys.resolve("20260101T000000Z.pem"), SigningKey.generate().privatePem());
        postgres = Postgresql.start();
        valkey = Valkey.start(folder);
        Schemas.migrate(postgres.getPostgresDatabase());
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.data.redis.host", () -> "127.0.0.1");
        properties.add("spring.data.redis.port", () -> valkey.port());
        properties.add("orderflow.auth.keys", keys::toString);
        properties.add("orderflow.clients.auth.url", () -> "http://127.0.0.1:1");
    }

    @BeforeEach
    void alice() {
        jdbc.sql("delete from account").update();
        jdbc.sql("insert into account (id, email, password_hash) values (?, ?, ?)")
                .params(UUID.randomUUID(), EMAIL, encoder.encode(PASSWORD))
                .update();
    }

    @AfterAll
    static void stop() throws Exception {
        valkey.close();
        postgres.close();
    }

    @Test
    void whoHasNoAccountAndWhoHasAnotherPasswordGetTheSameRefusal() throws Exception {
        for (var body : List.of(
                "{\"email\":\"nobody@example.com\",\"password\":\"open sesame\"}",
                "{\"email\":\"alice@example.com\",\"password\":\"guess\"}")) {
            var answer = send("login", body);
            isProblem(answer, 401, "INVALID_CREDENTIALS");
            assertThat(answer.body()).contains("No account has this e-mail address and password.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "login   | {\"email\":                                     | MALFORMED_REQUEST",
                "login   | {\"email\":\"alice@example.com\"}               | VALIDATION_FAILED",
                "login   | {\"email\":\"alice\",\"password\":\"x\"}         | VALIDATION_FAILED",
                "login   | {\"mail\":\"alice@example.com\"}                | MALFORMED_REQUEST",
                "refresh | {}                                            | VALIDATION_FAILED",
                "refresh | {\"refreshToken\":\"a b\"}                    | VALIDATION_FAILED"
            })
    void aBodyThatIsNotWhatItShouldBeIsAProblem(String what, String body, String code) throws Exception {
        isProblem(send(what, body), 400, code);
    }

    @Test
    void aTokenOfNoSessionIsRefused() throws Exception {
        isProblem(refresh(RefreshToken.first(UUID.randomUUID()).text()), 401, "SESSION_ENDED");
    }

    @Test
    void aLogoutEndsTheSession() throws Exception {
        var login = login();
        var access = new JsonMapper().readTree(login.body()).path("token").asString();
        var logout = request("logout", "").header("Authorization", "Bearer " + access);
        assertThat(HTTP.send(logout.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(204);
        isProblem(refresh(refreshToken(login)), 401, "SESSION_ENDED");
    }

    @Test
    void aLogoutNeedsAToken() throws Exception {
        isProblem(send("logout", ""), 401, "UNAUTHENTICATED");
    }

    @Test
    void aDatabaseThatRefusesSpendsNoToken() throws Exception {
        var token = refreshToken(login());
        owner("alter table auth.account rename to account_away");
        try {
            assertThat(refresh(token).statusCode()).isGreaterThanOrEqualTo(500);
            assertThat(refresh(token).statusCode()).isGreaterThanOrEqualTo(500);
        } finally {
            owner("alter table auth.account_away rename to account");
        }
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aDatabaseThatAnswersAfterTheDeadlineSpendsNoToken() throws Exception {
        var token = refreshToken(login());
        var held = pool.getConnection();
        try {
            var late = HTTP.sendAsync(
                    request("refresh", "{\"refreshToken\":\"%s\"}".formatted(token))
                            .header(Deadline.HEADER, "100")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            await("the request waits for the only connection")
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
            // Longer than the request may take: its caller has given it up.
            assertThat(late.copy()
                            .completeOnTimeout(null, 300, TimeUnit.MILLISECONDS)
                            .join())
                    .isNull();
            held.close();
            assertThat(late.join().statusCode()).isEqualTo(504);
        } finally {
            held.close();
        }
        assertThat(refresh(token).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenIsSpentOnceItsSuccessorIsHandedOut() throws Exception {
        var first = refreshToken(login());
        var second = refreshToken(refresh(first));
        assertThat(second).isNotEqualTo(first);
        assertThat(refresh(first).statusCode()).isEqualTo(401);
        assertThat(refresh(second).statusCode()).isEqualTo(401);
    }

    @Test
    void aSpentTokenEndsTheSessionAlsoWhileTheDatabaseRefuses() throws Exception {
        var first = refreshToken(login());
        var second = refreshToken(refresh(first));
        owner("alter table auth.account rename to account_away");
        try {
            assertThat(refresh(first).statusCode()).isEqualTo(401);
        } finally {
            owner("alter table auth.account_away rename to account");
        }
        assertThat(refresh(second).statusCode()).isEqualTo(401);
    }

    @Test
    void anAccountThatIsGoneEndsItsSession() throws Exception {
        var token = refreshToken(login());
        jdbc.sql("delete from account").update();
        assertThat(refresh(token).statusCode()).isEqualTo(401);
        alice();
        assertThat(refresh(token).statusCode()).isEqualTo(401);
    }

    /**
     * Guesses of strangers: many logins at once are refused as the caller's, not reported as a failure of the
     * service's.
     */
    @Test
    void loginsThatNoPlaceIsFreeForAreRefused() {
        var guess = "{\"email\":\"nobody@example.com\",\"password\":\"guess\"}";
        var answers = IntStream.range(0, 20)
                .mapToObj(_ -> HTTP.sendAsync(
                        request("login", guess).header(Deadline.HEADER, "400").build(),
                        HttpResponse.BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .doesNotContain(500, 503)
                .contains(429);
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .allSatisfy(answer ->
                        assertThat(answer.headers().firstValue("Retry-After")).contains("1"));
    }

    private static void owner(String statement) throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private HttpResponse<String> login() throws Exception {
        var answer = send("login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(EMAIL, PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private HttpResponse<String> refresh(String token) throws Exception {
        return send("refresh", "{\"refreshToken\":\"%s\"}".formatted(token));
    }

    private HttpResponse<String> send(String what, String body) throws Exception {
        return HTTP.send(request(what, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String what, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth/" + what))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonMapper().readTree(answer.body()).path("code").asString())
                .isEqualTo(code);
    }

    private static String refreshToken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body()).path("refreshToken").asString();
    }
}
