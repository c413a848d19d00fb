package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests logins, their renewal by refresh tokens, and their end. */
class LoginIT {

    private static LocalSystem system;

    private final ShopperClient nobody = new ShopperClient(system.gateway());

    /** Past the gateway, which lets nobody fail so often. */
    private final ShopperClient guesser = new ShopperClient(system.url("auth"));

    private final ShopperClient alice =
            ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());

    @BeforeAll
    static void start() throws Exception {
        system = SharedSystem.get();
    }

    @Test
    void aTokenSaysByWhomForWhomWhoseAndWhatTheyMayDo() throws Exception {
        var claims = Tokens.claims(alice);
        assertThat(claims.getIssuer()).isEqualTo("orderflow-auth");
        assertThat(claims.getAudience()).containsExactly("orderflow-api");
        assertThat(claims.getSubject())
                .isEqualTo(
                        UUID.nameUUIDFromBytes("alice@example.com".getBytes()).toString());
        assertThat(claims.getStringListClaim("roles")).containsExactly("SHOPPER");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .hasMinutes(5);
    }

    @Test
    void aRefreshedSessionGoesOnWithNewTokens() throws Exception {
        var first = Tokens.claims(alice);
        var spent = alice.refreshToken();
        alice.refresh();
        assertThat(alice.refreshToken()).isNotEqualTo(spent);
        assertThat(Tokens.claims(alice).getStringClaim("sid")).isEqualTo(first.getStringClaim("sid"));
        alice.get("/api/users/me").require(200);
        alice.refresh();
        alice.get("/api/users/me").require(200);
    }

    @Test
    void aSpentRefreshTokenEndsTheSession() {
        var spent = alice.refreshToken();
        alice.refresh();
        refused(refresh(spent));
        // Thief or not: neither has a session any more.
        refused(refresh(alice.refreshToken()));
        refused(alice.get("/api/users/me"));
    }

    @Test
    void ofManyWithTheSameTokenOneAtMostGetsTheNext() throws Exception {
        var token = alice.refreshToken();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var answers = threads.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Integer>) () -> refresh(token).status())
                    .toList());
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 401).hasSize(7);
        }
    }

    @Test
    void aMadeUpRefreshTokenEndsNobodysSession() {
        var bytes = Base64.getUrlDecoder().decode(alice.refreshToken());
        var random = new byte[bytes.length - 16];
        new Random(1).nextBytes(random);
        System.arraycopy(random, 0, bytes, 16, random.length); // the session's own id, and nothing else
        refused(refresh(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        refused(refresh("x"));
        refused(refresh(UUID.randomUUID().toString()));
        alice.get("/api/users/me").require(200);
        alice.refresh();
    }

    @Test
    void logoutEndsTheSession() {
        alice.post("/api/auth/logout", Map.of()).require(204);
        refused(alice.get("/api/users/me"));
        refused(refresh(alice.refreshToken()));
    }

    @Test
    void onlyHashesOfARefreshTokenAreKept() throws Exception {
        var sid = Tokens.claims(alice).getStringClaim("sid");
        var secret = Base64.getUrlDecoder().decode(alice.refreshToken());
        assertThat(valkey("HGETALL auth:session:" + sid))
                .contains("user", "family", "refresh")
                .contains(sha256(Arrays.copyOfRange(secret, 32, 64)))
                .noneMatch(line -> line.contains(HexFormat.of().formatHex(secret, 32, 64))
                        || line.contains(alice.refreshToken().substring(43)));
        assertThat(Integer.parseInt(valkey("TTL auth:session:" + sid).getFirst().substring(1)))
                .isBetween(12 * 3600 - 60, 12 * 3600);
    }

    @Test
    void passwordsAreKeptByArgon2idWithItsMemory() throws Exception {
        try (var connection = system.postgres().getPostgresDatabase().getConnection();
                var rows = connection.createStatement().executeQuery("""
                        select count(*) filter (where password_hash like '$argon2id$v=19$m=19456,t=2,p=1$%'), count(*) from auth.account
                        """)) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(rows.getInt(2)).isGreaterThan(200);
        }
    }

    @Test
    void theDurationOfALoginDoesNotRevealWhetherTheAccountExists() {
        var known = new ArrayList<Long>();
        var unknown = new ArrayList<Long>();
        for (var i = 0; i < 21; i++) { // in turn, so that both see the same load
            known.add(nanosOf("bob@example.com"));
            unknown.add(nanosOf("nobody-" + i + "@example.com"));
        }
        System.out.printf(
                "a refused login takes %.1f ms where there is an account, %.1f ms where there is none (median of 21)%n",
                median(known) / 1e6, median(unknown) / 1e6);
        // Without the comparison it would be a tenth.
        assertThat(median(unknown) / (double) median(known)).isBetween(0.6, 1.6);
    }

    @Test
    void manyLoginsAtOnceFindRoomInASmallHeap() throws Exception {
        var body = Map.of("email", "bob@example.com", "password", system.password());
        try (var threads = Executors.newFixedThreadPool(30)) {
            var answers = threads.invokeAll(IntStream.range(0, 60)
                    .mapToObj(i -> (Callable<Integer>)
                            () -> guesser.post("/api/auth/login", body).status())
                    .toList());
            var statuses = new ArrayList<Integer>();
            for (var answer : answers) {
                statuses.add(answer.get());
            }
            System.out.println("60 logins, 30 at once: " + statuses);
            // Some have to try again; none finds auth out of memory (500).
            assertThat(statuses).isSubsetOf(200, 429).contains(200);
        }
        guesser.post("/api/auth/login", body).require(200);
    }

    /** The lines of the answer but for the login's, in the words of the protocol. */
    private static List<String> valkey(String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), system.valkeyPort())) {
            socket.getOutputStream()
                    .write(("AUTH " + system.valkeyPassword() + "\r\n" + command + "\r\nQUIT\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private ShopperClient.Answer refresh(String token) {
        return nobody.post("/api/auth/refresh", Map.of("refreshToken", token));
    }

    private static void refused(ShopperClient.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(401);
        assertThat(answer.body().path("code").asString()).isEqualTo("SESSION_ENDED");
    }

    private long nanosOf(String email) {
        var begun = System.nanoTime();
        guesser.post("/api/auth/login", Map.of("email", email, "password", "wrong"))
                .require(401);
        return System.nanoTime() - begun;
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
