package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.gateway.RateLimitsTest.Meter;
import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestClock;
import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway over real sockets: the requests it refuses, and its answers while a service fails. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            // As on the cluster, where Spring Boot has its own idea of whose X-Forwarded-For is to be believed.
            "spring.main.cloud-platform=kubernetes",
            "orderflow.gateway.rate-limit.burst=20",
            "orderflow.gateway.rate-limit.failed-logins=3",
            "orderflow.gateway.rate-limit.failed-logins-per-address=6",
            "orderflow.gateway.rate-limit.logins=12"
        })
@ExtendWith(OutputCaptureExtension.class)
class GatewayTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String PASSWORD = "open sesame";

    /** A password that auth has no place to check. */
    private static final String NO_PLACE = "no place";

    private static final SigningKey KEY = SigningKey.generate();

    private static TestServer auth;
    private static Peer inventory;

    @TempDir
    private static Path folder;

    @Autowired
    private Meter meter;

    @Autowired
    private FilterRegistrationBean<LoginLimitFilter> logins;

    @Value("${local.server.port}")
    private int port;

    @TestConfiguration
    static class Time {

        @Bean
        @Primary
        Meter clockMeter() {
            return new Meter(new TestClock());
        }
    }

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) throws IOException {
        auth = TestServer.start(GatewayTest::auth);
        inventory = new Peer();
        var file = Files.writeString(folder.resolve("gateway.key"), KEY.privatePem());
        properties.add("orderflow.identity.key", () -> file.toUri().toString());
        properties.add("orderflow.clients.auth.url", auth::url);
        properties.add("orderflow.clients.inventory.url", () -> "http://127.0.0.1:" + inventory.port());
        properties.add("orderflow.clients.order.url", () -> "http://127.0.0.1:" + inventory.port());
        properties.add("orderflow.clients.user.url", () -> "http://127.0.0.1:1");
    }

    @BeforeEach
    void allBucketsAreFull() {
        meter.clock().advance(Duration.ofHours(1));
        inventory.begin();
    }

    @AfterAll
    static void stop() throws IOException {
        auth.close();
        inventory.close();
    }

    @Test
    void aClientThatAsksTooOftenLearnsWhenToComeBack() throws Exception {
        inventory.answers("200 OK", "[]");
        for (var i = 0; i < 20; i++) {
            // Whatever it says of where it comes from.
            assertThat(get("/api/products", "X-Forwarded-For", "10.0.0." + i, "Forwarded", "for=10.0.0." + i)
                            .statusCode())
                    .isEqualTo(200);
        }
        var refused = get("/api/products", "X-Forwarded-For", "10.0.1.1");
        isProblem(refused, 429, "RATE_LIMITED");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        meter.clock().advance(Duration.ofSeconds(1));
        assertThat(get("/api/products").statusCode()).isEqualTo(200);
    }

    @Test
    void aShopperWithATokenDoesNotPayForTheNeighbours() throws Exception {
        inventory.answers("200 OK", "[]");
        var alice = token(UUID.randomUUID());
        for (var i = 0; i < 21; i++) {
            get("/api/products");
        }
        isProblem(get("/api/products"), 429, "RATE_LIMITED");
        for (var i = 0; i < 20; i++) {
            assertThat(get("/api/products", "Authorization", alice).statusCode())
                    .isEqualTo(200);
        }
        isProblem(get("/api/products", "Authorization", alice), 429, "RATE_LIMITED");
        assertThat(get("/api/products", "Authorization", token(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aTokenThatIsNotValidCountsForTheAddress() throws Exception {
        for (var i = 0; i < 20; i++) {
            var refused = get("/api/orders", "Authorization", "Bearer x" + i);
            isProblem(refused, 401, "UNAUTHENTICATED");
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        isProblem(get("/api/orders", "Authorization", "Bearer y"), 429, "RATE_LIMITED");
    }

    @Test
    void theProbesAreNotCounted() throws Exception {
        for (var i = 0; i < 30; i++) {
            assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPasswordIsGuessedThreeTimesAndNotAFourth() throws Exception {
        for (var i = 0; i < 10; i++) {
            assertThat(login("carol@example.com", PASSWORD).statusCode()).isEqualTo(200);
        }
        for (var i = 0; i < 3; i++) {
            // However it is written, it is one account.
            assertThat(login(i == 1 ? "CAROL@example.com" : "carol@example.com", "guess" + i)
                            .statusCode())
                    .isEqualTo(401);
        }
        var refused = login("carol@example.com", PASSWORD);
        isProblem(refused, 429, "RATE_LIMITED");
        assertThat(refused.headers().firstValue("Retry-After")).contains("20");
        assertThat(login("dave@example.com", PASSWORD).statusCode()).isEqualTo(200);
        meter.clock().advance(Duration.ofSeconds(20));
        assertThat(login("carol@example.com", PASSWORD).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json; charset=ibm037  | {}                       | 415 | UNSUPPORTED_MEDIA_TYPE",
                "application/json; charset=nonsuch | {}                       | 415 | UNSUPPORTED_MEDIA_TYPE",
                "application/json                  | {\"email\":              | 400 | MALFORMED_REQUEST",
                "application/json                  | {\"email\":1,\"email\":2} | 400 | MALFORMED_REQUEST"
            })
    void aLoginThatTheGatewayCannotReadIsNotPassedOn(String type, String body, int status, String code)
            throws Exception {
        isProblem(
                send(request("/api/auth/login", "Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body))),
                status,
                code);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/products?after=%FF, MALFORMED_REQUEST",
        "/api/products?after=%C0%80, MALFORMED_REQUEST",
        "/api/products?%11=x, MALFORMED_REQUEST",
        "/api/products?%F2%8F%95%A5=x, MALFORMED_REQUEST",
        "/api/products/%00, MALFORMED_REQUEST",
        "/api/products/a%2Fb, MALFORMED_REQUEST",
        "/api/products/a%5Cb, MALFORMED_REQUEST",
        "/api/products//a, MALFORMED_REQUEST"
    })
    void aPathOrQueryThatIsNoneIsRefusedAndNoServiceBlamed(String path, String code) throws Exception {
        isProblem(get(path), 400, code);
        assertThat(inventory.calls()).isZero();
    }

    @Test
    void aKeyThatCouldNotBePassedOnAsItIsIsRefused() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("POST /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n"
                                    + "Idempotency-Key: \u00e4\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("VALIDATION_FAILED");
        }
    }

    @Test
    void aMethodThatThereIsNotIsForTheServiceToRefuse() throws Exception {
        inventory.answers("405 Method Not Allowed", "{}");
        var answer = send(request("/api/products", "Authorization", token(UUID.randomUUID()))
                .method("FROBNICATE", HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void whatTomcatRefusesByItselfIsAProblemToo() throws Exception {
        isProblem(get("/api/products", "X", "x".repeat(20_000)), 400, "MALFORMED_REQUEST");
    }

    @Test
    void aGetThatNobodyAnsweredIsSentOnceMore() throws Exception {
        inventory.answers("200 OK", "[]");
        inventory.resets(1);
        assertThat(get("/api/products").statusCode()).isEqualTo(200);
        assertThat(inventory.calls()).isEqualTo(2);
    }

    @Test
    void onceAndNotTwice() throws Exception {
        inventory.resets(9);
        isProblem(get("/api/products"), 503, "DOWNSTREAM_UNAVAILABLE");
        assertThat(inventory.calls()).isEqualTo(2);
    }

    @Test
    void anOrderIsNeverSentTwice() throws Exception {
        inventory.resets(9);
        var answer = send(
                request("/api/orders", "Authorization", token(UUID.randomUUID()), "Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
        isProblem(answer, 503, "DOWNSTREAM_UNAVAILABLE");
        assertThat(inventory.calls()).isEqualTo(1);
    }

    @Test
    void nobodyListening() throws Exception {
        isProblem(get("/api/users/me", "Authorization", token(UUID.randomUUID())), 503, "DOWNSTREAM_UNAVAILABLE");
    }

    @Test
    void whoAnswersNotInTimeIsNotAskedAgainAndIsNamedInTheLog(CapturedOutput output) throws Exception {
        inventory.isSilent();
        var begun = System.nanoTime();
        isProblem(get("/api/products"), 504, "DOWNSTREAM_TIMEOUT");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
        assertThat(inventory.calls()).isEqualTo(1);
        assertThat(output).contains("timeout connecting to downstream service");
    }

    @Test
    void anAnswerThatStallsHalfwayIsATimeout() throws Exception {
        inventory.answers("200 OK", "[]", 100);
        isProblem(get("/api/products"), 504, "DOWNSTREAM_TIMEOUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "30", "-1", "1000000", "x", ""})
    void aClientHasNoSayInItsDeadline(String length) throws Exception {
        inventory.answers("200 OK", "[]");
        assertThat(get("/api/products", Deadline.HEADER, length).statusCode()).isEqualTo(200);
        assertThat(get("/api/products", Deadline.HEADER.toLowerCase(Locale.ROOT), length)
                        .statusCode())
                .isEqualTo(200);
        assertThat(inventory.headers(Deadline.HEADER))
                .singleElement()
                .satisfies(passed -> assertThat(Integer.parseInt(passed)).isBetween(500, 2000));
    }

    @Test
    void whatOnlyOurServicesMaySayOfARequestIsNotPassedOn() throws Exception {
        inventory.answers("200 OK", "[]");
        var trace = "00-" + "ab".repeat(16) + "-" + "cd".repeat(8) + "-00";
        get(
                "/api/products",
                "traceparent",
                trace,
                "TraceState",
                "a=b",
                "baggage",
                "shopper=alice",
                "Service-Token",
                "x");
        for (var header : List.of("traceparent", "tracestate", "baggage", "Service-Token")) {
            assertThat(inventory.headers(header)).as(header).doesNotContain(trace, "a=b", "shopper=alice", "x");
        }
    }

    @Test
    void whoLoggedInBeforeIsNotLockedOutByGuessesFromTheSameAddress() throws Exception {
        var device = cookie(login("erin@example.com", PASSWORD));
        for (var i = 0; i < 4; i++) {
            login("erin@example.com", "guess" + i);
        }
        isProblem(login("erin@example.com", PASSWORD), 429, "RATE_LIMITED");
        assertThat(login("erin@example.com", PASSWORD, "Cookie", device).statusCode())
                .isEqualTo(200);
        // Its own guesses are counted too.
        for (var i = 0; i < 3; i++) {
            assertThat(login("erin@example.com", "guess" + i, "Cookie", device).statusCode())
                    .isEqualTo(401);
        }
        isProblem(login("erin@example.com", PASSWORD, "Cookie", device), 429, "RATE_LIMITED");
    }

    /**
     * Whoever invents an e-mail address for each guess has a bucket of the account's for each, and auth checks two
     * passwords at a time.
     */
    @Test
    void inventedAccountsAreTriedSixTimesFromOneAddressAndKnownDevicesStillLogIn() throws Exception {
        var device = cookie(login("heidi@example.com", PASSWORD));
        for (var i = 0; i < 6; i++) {
            assertThat(login("nobody" + i + "@example.com", "guess").statusCode())
                    .isEqualTo(401);
        }
        var refused = login("nobody6@example.com", "guess");
        isProblem(refused, 429, "RATE_LIMITED");
        assertThat(refused.headers().firstValue("Retry-After")).contains("10");
        isProblem(login("ivan@example.com", PASSWORD), 429, "RATE_LIMITED");
        isProblem(login("ivan@example.com", PASSWORD, "Cookie", device), 429, "RATE_LIMITED");
        assertThat(login("heidi@example.com", PASSWORD, "Cookie", device).statusCode())
                .isEqualTo(200);
        assertThat(login("heidi@example.com", "guess", "Cookie", device).statusCode())
                .isEqualTo(401);
        meter.clock().advance(Duration.ofSeconds(10));
        for (var i = 0; i < 5; i++) {
            assertThat(login("ivan@example.com", PASSWORD).statusCode())
                    .as("what gets in takes no token")
                    .isEqualTo(200);
        }
    }

    /** Each right password costs auth as much as a wrong one, and begins a session, from whatever device. */
    @Test
    void anAccountLogsInTwelveTimesAndOthersStillDo() throws Exception {
        var device = "none=yet";
        for (var i = 0; i < 12; i++) {
            var login = login("olga@example.com", PASSWORD, "Cookie", device);
            assertThat(login.statusCode()).isEqualTo(200);
            device = cookie(login);
        }
        isProblem(login("olga@example.com", PASSWORD, "Cookie", device), 429, "RATE_LIMITED");
        isProblem(login("Olga@example.com", PASSWORD), 429, "RATE_LIMITED");
        assertThat(login("peggy@example.com", PASSWORD).statusCode()).isEqualTo(200);
        meter.clock().advance(Duration.ofMinutes(1));
        // Who has no password takes nothing from who has.
        for (var i = 0; i < 6; i++) {
            login("olga@example.com", "guess" + i);
        }
        assertThat(login("olga@example.com", PASSWORD, "Cookie", device).statusCode())
                .isEqualTo(200);
    }

    /** Or the next login would meet tokens that are still to be given back. */
    @Test
    void aLoginIsAnsweredOnceItsTokensAreBack() throws Exception {
        var request = new MockHttpServletRequest("POST", "/api/auth/login");
        request.setServletPath("/api/auth/login");
        request.setContent("{\"email\":\"mia@example.com\"}".getBytes(StandardCharsets.UTF_8));
        var response = new MockHttpServletResponse();
        logins.getFilter().doFilter(request, response, (_, answer) -> {
            answer.getWriter().write("{}");
            answer.flushBuffer();
            assertThat(response.isCommitted()).isFalse();
        });
        assertThat(response.getContentAsString()).isEqualTo("{}");
    }

    /**
     * What auth has no place to check is as expensive for others as what it checks, and says nothing of the account.
     */
    @Test
    void guessesThatAuthHasNoPlaceForTakeFromTheirAddressAndNotFromTheAccount() throws Exception {
        for (var i = 0; i < 6; i++) {
            assertThat(login("kim@example.com", NO_PLACE).statusCode()).isEqualTo(429);
        }
        var refused = login("lee@example.com", PASSWORD);
        isProblem(refused, 429, "RATE_LIMITED");
        assertThat(refused.headers().firstValue("Retry-After")).contains("10");
        meter.clock().advance(Duration.ofSeconds(10));
        assertThat(login("kim@example.com", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void guessesOfOneAccountTakeNothingFromTheAddressOnceTheyAreRefused() throws Exception {
        for (var i = 0; i < 8; i++) {
            login("judy@example.com", "guess" + i);
        }
        isProblem(login("judy@example.com", PASSWORD), 429, "RATE_LIMITED");
        for (var i = 0; i < 3; i++) {
            assertThat(login("nobody" + i + "@example.com", "guess").statusCode())
                    .isEqualTo(401);
        }
        isProblem(login("nobody3@example.com", "guess"), 429, "RATE_LIMITED");
    }

    @Test
    void aDeviceIsKnownForItsOwnAccountAlone() throws Exception {
        var mallorys = cookie(login("mallory@example.com", PASSWORD));
        assertThat(login("frank@example.com", "guess").headers().firstValue("Set-Cookie"))
                .isEmpty();
        for (var i = 0; i < 3; i++) {
            login("frank@example.com", "guess" + i, "Cookie", mallorys);
        }
        isProblem(login("frank@example.com", PASSWORD, "Cookie", mallorys), 429, "RATE_LIMITED");
        var forged = mallorys.substring(0, mallorys.length() - 2) + "xx";
        isProblem(login("frank@example.com", PASSWORD, "Cookie", forged), 429, "RATE_LIMITED");
    }

    @Test
    void whoLoggedInBeforeRefreshesWhateverTheNeighboursAsk() throws Exception {
        var device = cookie(login("grace@example.com", PASSWORD));
        inventory.answers("200 OK", "[]");
        for (var i = 0; i < 21; i++) {
            get("/api/products");
        }
        isProblem(get("/api/products"), 429, "RATE_LIMITED");
        var refresh = request("/api/auth/refresh", "Content-Type", "application/json", "Cookie", device)
                .POST(HttpRequest.BodyPublishers.ofString("{\"refreshToken\":\"x\"}"));
        assertThat(send(refresh).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers));
    }

    private HttpResponse<String> login(String email, String password, String... headers) throws Exception {
        var body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
        return send(request("/api/auth/login", headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String cookie(HttpResponse<String> answer) {
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        var problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        return problem;
    }

    private static String token(UUID shopper) {
        return "Bearer "
                + KEY.token(Map.of(
                        "iss",
                        "orderflow-auth",
                        "aud",
                        "orderflow-api",
                        "sub",
                        shopper,
                        "sid",
                        UUID.randomUUID(),
                        "exp",
                        Instant.now().getEpochSecond() + 600));
    }

    /** What the gateway asks of auth: its keys, sessions, and logins by the one password. */
    private static TestServer.Answer auth(TestServer.Request request) {
        if (request.path().endsWith("/jwks.json")) {
            return TestServer.Answer.json(KEY.keySet());
        }
        var status = !request.path().equals("/api/auth/login") || request.body().contains(PASSWORD)
                ? 200
                : request.body().contains(NO_PLACE) ? 429 : 401;
        return TestServer.Answer.json(
                status, "{\"sessionId\":\"%1$s\",\"userId\":\"%1$s\"}".formatted(UUID.randomUUID()));
    }

    /** A service that does what a test says with each connection: resets it, is silent, or answers. */
    private static final class Peer implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger resets = new AtomicInteger();
        private volatile String answer = "";
        private volatile String seen = "";

        Peer() throws IOException {
            Thread.ofVirtual().start(this::run);
        }

        int port() {
            return listener.getLocalPort();
        }

        int calls() {
            return calls.get();
        }

        /** Of the last request: the values of a header, in whatever case it was written. */
        List<String> headers(String name) {
            return seen.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        void begin() {
            calls.set(0);
            resets.set(0);
            answer = "";
        }

        void resets(int times) {
            resets.set(times);
        }

        void isSilent() {
            answer = "";
        }

        void answers(String status, String body) {
            answers(status, body, body.length());
        }

        /** @param length that the answer says it has; more than the body, and it never ends */
        void answers(String status, String body, int length) {
            answer =
                    "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(status, length, body);
        }

        private void run() {
            while (!listener.isClosed()) {
                try {
                    var socket = listener.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                var in = socket.getInputStream();
                var seen = new StringBuilder();
                while (seen.indexOf("\r\n\r\n") < 0) {
                    var next = in.read();
                    if (next < 0) {
                        return;
                    }
                    seen.append((char) next);
                }
                this.seen = seen.toString();
                calls.incrementAndGet();
                if (resets.getAndDecrement() > 0) {
                    socket.setSoLinger(true, 0); // closed so, it says RST
                    return;
                }
                var text = answer;
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                if (text.isEmpty() || text.contains("Content-Length: 100\r")) {
                    in.readAllBytes(); // until the gateway gives up
                }
            } catch (IOException e) {
                // The gateway hung up.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
