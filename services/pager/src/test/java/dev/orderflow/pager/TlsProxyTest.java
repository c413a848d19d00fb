package dev.orderflow.pager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderflow.testkit.TestClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pager behind the chart's own proxy with TLS: what a client needs of https is there, and what the pager does
 * itself it still does.
 */
@PagerTest
@TestPropertySource(properties = {"orderflow.pager.tls-proxy-port=0", "orderflow.pager.login.failures-by-address=5"})
class TlsProxyTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String HTML = "text/html";
    private static final List<String> CLAIMS = List.of(
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Ssl",
            "on",
            "X-Forwarded-Port",
            "443",
            "X-Forwarded-Host",
            "evil.example",
            "Forwarded",
            "for=192.0.2.1;proto=https;host=evil.example");

    @TempDir
    private static Path folder;

    private static TlsProxy proxy;

    @LocalServerPort
    private int port;

    @Autowired
    private ServletWebServerApplicationContext application;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void open() throws Exception {
        clock.advance(Duration.ofMinutes(1)); // no failed login counts any more
        if (proxy == null) {
            var nginx = TlsProxy.program();
            assumeTrue(nginx.isPresent(), "no nginx");
            proxy = new TlsProxy(folder, nginx.get(), proxied().getLocalPort());
        }
    }

    @AfterAll
    static void close() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void anEventOfAClientThatVerifiesIsTaken(String host) throws Exception {
        var answer = proxy.client(host).post("/v2/enqueue", Http.JSON, event());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"status\":\"success\"");
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateDoesNotConnect() {
        var stranger = new Http(HttpClient.newBuilder(), "https://127.0.0.1:" + proxy.port(), "");
        assertThatThrownBy(() -> stranger.post("/v2/enqueue", Http.JSON, event()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void whoLogsInHasCookiesOfHttpsAloneAndComesBackByHttps() throws Exception {
        var browser = proxy.client("127.0.0.1");
        var cookies = new ArrayList<String>();
        var start = visit(browser, "/verdicts", cookies);
        assertThat(start.headers().firstValue("Location")).hasValueSatisfying(this::leadsToTheProxy);
        var login = visit(browser, "/login", cookies);
        var fields = "username=alice&password=" + PASSWORD.replace(' ', '+') + "&_csrf=" + Http.csrf(login.body());
        var answer = send(
                browser,
                browser.request("/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(fields)),
                cookies);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(location -> {
            leadsToTheProxy(location);
            assertThat(location).contains("/verdicts");
        });
        var page = visit(browser, "/verdicts", cookies);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>What is wrong?</h1>");
        assertThat(cookies.stream().map(cookie -> cookie.replaceFirst("=.*", "")))
                .contains("JSESSIONID", "XSRF-TOKEN", "REDIRECT_URI", "pager_device");
        assertThat(cookies).allMatch(cookie -> cookie.contains("; Secure"));
        assertThat(browser.submit("/logout", Map.of("_csrf", Http.csrf(page.body())))
                        .body())
                .contains("<h1>Log in</h1>");
    }

    private void leadsToTheProxy(String location) {
        assertThat(location.startsWith("/") ? "https://127.0.0.1:" + proxy.port() + location : location)
                .startsWith("https://127.0.0.1:" + proxy.port() + "/");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() throws Exception {
        var browser = proxy.client("127.0.0.1").logIn("alice", PASSWORD);
        assertThat(browser.submit("/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(browser.get("/").body()).contains("Log out");
    }

    /** Browsers keep it for the host, whose other ports have no TLS. */
    @Test
    void noAnswerBindsTheHostsOtherPortsToHttps() throws Exception {
        for (var path : List.of("/login", "/status", "/session", "/api/openapi.yaml", "/v2/enqueue", "/no/such/path")) {
            assertThat(proxy.client("127.0.0.1").get(path).headers().map())
                    .as(path)
                    .doesNotContainKey("strict-transport-security");
        }
    }

    @Test
    void aClientOfThePlainPortClaimsInVainToComeByHttps() throws Exception {
        var browser = new Http(port, "");
        var cookies = new ArrayList<String>();
        var start = send(
                browser,
                claiming(browser.request("/verdicts").header("Accept", HTML)).GET(),
                cookies);
        assertThat(start.statusCode()).isEqualTo(302);
        assertThat(start.headers().firstValue("Location").orElseThrow()).doesNotContain("https", "evil");
        send(browser, claiming(browser.request("/login").header("Accept", HTML)).GET(), cookies);
        assertThat(cookies).hasSizeGreaterThanOrEqualTo(2).noneMatch(cookie -> cookie.contains("Secure"));
    }

    /** By either port; the proxy's own word on its clients counts, so that each has limits of its own. */
    @Test
    void noClientChoosesItsAddress() throws Exception {
        var plain = new Http(port, "");
        assertThat(failures(plain)).isEqualTo(5);
        assertThat(failures(proxy.client("127.0.0.1", "127.0.0.2"))).isEqualTo(5);
        assertThat(failures(proxy.client("127.0.0.1", "127.0.0.2")))
                .as("the same address again")
                .isZero();
        assertThat(failures(proxy.client("127.0.0.1", "127.0.0.3"))).isEqualTo(5);
    }

    /** How many logins are tried before one is refused, each of which claims an address of its own. */
    private static int failures(Http client) throws Exception {
        for (var failure = 0; failure < 20; failure++) {
            var fields = "username=guess" + UUID.randomUUID() + "&password=wrong&_csrf="
                    + Http.csrf(client.get("/login").body());
            var request = client.request("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Forwarded-For", "192.0.2." + failure)
                    .header("X-Real-IP", "192.0.2." + failure)
                    .header("Forwarded", "for=192.0.2." + failure)
                    .POST(HttpRequest.BodyPublishers.ofString(fields));
            if (client.client().send(request.build(), BodyHandlers.discarding()).statusCode() == 429) {
                return failure;
            }
        }
        return 20;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n",
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                        + "chunked\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
                "POST /api/v1/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + "3000000\r\n",
                "POST /api/v1/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + "15000000\r\n",
                "GET /status HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n",
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nX-Slow: "
            })
    void slowSendersHoldUpNobody(String head) throws Exception {
        try (var senders = new SlowSenders(
                proxy.context().getSocketFactory(), proxy.port(), 300, head.endsWith("X-Slow: ") ? head + "a" : head)) {
            for (var turn = 0; turn < 5; turn++) {
                for (var client : List.of(proxy.client("127.0.0.1"), new Http(port, ""))) {
                    var request = client.request("/actuator/health/liveness")
                            .timeout(SlowSenders.PATIENCE_OF_OTHERS)
                            .GET();
                    assertThat(client.client()
                                    .send(request.build(), BodyHandlers.discarding())
                                    .statusCode())
                            .isEqualTo(200);
                }
            }
            assertThat(proxy.client("127.0.0.1")
                            .post("/v2/enqueue", Http.JSON, event())
                            .statusCode())
                    .isEqualTo(202);
            assertThat(senders.remaining(Duration.ofSeconds(45)))
                    .as("senders that are still served")
                    .isZero();
        }
    }

    /** What the pager takes it takes here, and what it refuses it refuses itself. */
    @Test
    void theLimitsOfBodiesAreThePagersOwn() throws Exception {
        for (var bytes : List.of(600_000, 3_000_000)) {
            var answer = proxy.client("127.0.0.1").post("/v2/enqueue", Http.JSON, "x".repeat(bytes));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("A body may have 524288 bytes at most.");
        }
        var authorized = proxy.client("127.0.0.1");
        var large = send(
                authorized,
                authorized
                        .request("/api/v1/alertmanager")
                        .header("Authorization", "Bearer " + Deliveries.TOKEN)
                        .header("Content-Type", Http.JSON)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Deliveries.firing("large by TLS", "x".repeat(300), 100))),
                new ArrayList<>());
        assertThat(large.statusCode()).isEqualTo(200);
        var tooLarge = proxy.client("127.0.0.1").post("/v2/enqueue", Http.JSON, "x".repeat(5 << 20));
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new JsonMapper().readTree(tooLarge.body()).path("code").asString())
                .isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void livePagesAreLive() throws Exception {
        var browser = proxy.client("127.0.0.1").logIn("alice", PASSWORD);
        var answer = browser.client().send(browser.request("/live").build(), BodyHandlers.ofInputStream());
        try (var events = answer.body()) {
            assertThat(new String(events.readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("event:change");
        }
    }

    @Test
    void theProxysPortHasTheLimitsOfThePlainOne() {
        var connectors = connectors();
        assertThat(connectors).hasSize(2);
        assertThat(limits(connectors[1])).isEqualTo(limits(connectors[0]));
        assertThat(connectors[0].getSecure()).isFalse();
        assertThat(connectors[1].getSecure()).isTrue();
    }

    private static List<Object> limits(Connector connector) {
        var protocol = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        return List.of(
                protocol.getClass(),
                protocol.getExecutor().getClass(),
                protocol.getMaxConnections(),
                protocol.getAcceptCount(),
                protocol.getConnectionTimeout(),
                protocol.getKeepAliveTimeout(),
                protocol.getMaxKeepAliveRequests(),
                protocol.getConnectionUploadTimeout(),
                protocol.getDisableUploadTimeout(),
                protocol.getMaxSwallowSize(),
                protocol.getMaxHttpRequestHeaderSize(),
                connector.getMaxPostSize(),
                connector.getParseBodyMethods(),
                connector.getURIEncoding());
    }

    private static HttpRequest.Builder claiming(HttpRequest.Builder request) {
        return request.headers(CLAIMS.toArray(String[]::new));
    }

    private static HttpResponse<String> visit(Http browser, String path, List<String> cookies)
            throws IOException, InterruptedException {
        return send(browser, browser.request(path).header("Accept", HTML).GET(), cookies);
    }

    private static HttpResponse<String> send(Http browser, HttpRequest.Builder request, List<String> cookies)
            throws IOException, InterruptedException {
        var answer = browser.client().send(request.build(), BodyHandlers.ofString());
        cookies.addAll(answer.headers().allValues("Set-Cookie"));
        return answer;
    }

    private Connector[] connectors() {
        return ((TomcatWebServer) application.getWebServer())
                .getTomcat()
                .getService()
                .findConnectors();
    }

    private Connector proxied() {
        return connectors()[1];
    }

    private static String event() {
        return """
                {"routing_key":"0123456789abcdef0123456789abcdef","dedup_key":"%s","event_action":"trigger",
                 "payload":{"summary":"by TLS","source":"test","severity":"critical"}}""".formatted(UUID.randomUUID());
    }
}
