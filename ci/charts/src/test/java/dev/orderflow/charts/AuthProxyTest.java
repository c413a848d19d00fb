package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderflow.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The proxy before Prometheus, Alertmanager and the stores lets nobody in whom the pager does not know, and nothing
 * through that changes a program.
 */
class AuthProxyTest {

    private static final int PROMETHEUS = 9090;
    private static final int ALERTMANAGER = 9093;
    private static final int TRACES = 16686;
    private static final int LOGS = 9428;
    private static final List<Integer> ALL = List.of(PROMETHEUS, ALERTMANAGER, TRACES, LOGS);

    /** A request that reads, by the port of its program. */
    private static final Map<Integer, String> READ = Map.of(
            PROMETHEUS,
            "/api/v1/query?query=up",
            ALERTMANAGER,
            "/api/v2/silences",
            TRACES,
            "/api/services",
            LOGS,
            "/select/logsql/query?query=*");

    private static final String FROM_A_BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    private static Path folder;

    private static AuthProxy jaeger;
    private static AuthProxy grafana;

    @BeforeAll
    static void start() throws Exception {
        var nginx = AuthProxy.nginx();
        assumeTrue(nginx != null, "no nginx");
        jaeger = new AuthProxy(
                Files.createDirectory(folder.resolve("jaeger")), nginx, AuthProxy.configuration(), Map.of());
        grafana = new AuthProxy(
                Files.createDirectory(folder.resolve("grafana")),
                nginx,
                AuthProxy.configuration("--values", "helm/stack-grafana/telemetry.yaml"),
                Map.of("alertmanager", Ports.free()));
    }

    @AfterAll
    static void stop() {
        for (var proxy : new AuthProxy[] {jaeger, grafana}) {
            if (proxy != null) {
                proxy.close();
            }
        }
    }

    @BeforeEach
    void forget() {
        jaeger.asked.clear();
        jaeger.askedOfThePager.clear();
        grafana.asked.clear();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aRequestWithoutALoginIsRefusedWithWhatToDo(int port) throws Exception {
        for (var headers : List.of(
                new String[] {},
                new String[] {"Authorization", "Bearer another-token-of-the-same-length"},
                new String[] {"Authorization", "Basic dXNlcjpwYXNzd29yZA=="},
                new String[] {"Authorization", AuthProxy.TOKEN},
                new String[] {"Cookie", "JSESSIONID=guessed"},
                new String[] {"X-Forwarded-For", "127.0.0.1", "X-Original-URL", "/session"})) {
            var answer = jaeger.asNobody(port, "GET", READ.get(port), headers);
            assertThat(answer.statusCode()).as(String.join(" ", headers)).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"orderflow\"");
            assertThat(answer.body()).contains("http://127.0.0.1:8084/login", "ci/token");
        }
        assertThat(jaeger.asked).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void whoHasTheTokenOrASessionPassesAndTheProgramLearnsNeither(int port) throws Exception {
        for (var answer :
                List.of(jaeger.asScript(port, "GET", READ.get(port)), jaeger.asPerson(port, "GET", READ.get(port)))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("of the store");
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                    .noneMatch("Set-Cookie"::equalsIgnoreCase);
            assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        }
        assertThat(jaeger.asked).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.uri()).isEqualTo(READ.get(port));
            assertThat(asked.headers()).doesNotContainKeys("Authorization", "Cookie");
        });
    }

    /** The pager needs the credentials of a request and nothing else of it. */
    @Test
    void thePagerIsSentTheTokenAndTheCookieAndNothingElse() throws Exception {
        jaeger.asPerson(
                PROMETHEUS,
                "POST",
                "/api/v1/query",
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Range",
                "bytes=0-1",
                "X-Large",
                "x".repeat(4000));
        assertThat(jaeger.askedOfThePager).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.uri()).isEqualTo("/session");
            assertThat(asked.headers().keySet()).containsOnly("Cookie", "Host");
        });
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aPageOfAnotherOriginIsRefusedWhoeverIsLoggedIn(int port) throws Exception {
        var own = jaeger.address(port).toString();
        for (var origin : List.of(
                "https://evil.example",
                "null",
                own + ".evil.example",
                "https://evil.example/" + own,
                own + "0",
                "http://127.0.0.1",
                "http://127.0.0.1:8084",
                "http://localhost:" + jaeger.address(port).getPort())) {
            for (var method : List.of("GET", "POST", "OPTIONS", "HEAD")) {
                var answer = jaeger.asPerson(
                        port, method, READ.get(port), "Origin", origin, "Access-Control-Request-Method", "POST");
                assertThat(answer.statusCode()).as(method + " of " + origin).isEqualTo(403);
                assertThat(answer.headers().map().keySet())
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
                assertThat(jaeger.asScript(port, method, READ.get(port), "Origin", origin)
                                .statusCode())
                        .isEqualTo(403);
            }
        }
        assertThat(jaeger.asked).isEmpty();
        assertThat(jaeger.asPerson(port, "GET", READ.get(port), "Origin", own).statusCode())
                .as("its own page")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site,  no-cors,  image,    GET,  403",
        "cross-site,  cors,     empty,    GET,  403",
        "cross-site,  navigate, iframe,   GET,  403",
        "cross-site,  navigate, document, POST, 403",
        "cross-site,  navigate, document, GET,  200",
        "same-site,   no-cors,  script,   GET,  403",
        "same-site,   cors,     empty,    POST, 403",
        "same-site,   navigate, document, GET,  200",
        "same-origin, cors,     empty,    POST, 200",
        "same-origin, no-cors,  script,   GET,  200",
        "none,        navigate, document, GET,  200",
        "'cross-site, same-origin', cors, empty, GET, 403",
        "invented,    navigate, document, GET,  403"
    })
    void ofAnotherSiteOnlyALinkIsFollowed(String site, String mode, String dest, String method, int status)
            throws Exception {
        var answer = jaeger.asPerson(
                PROMETHEUS,
                method,
                "/api/v1/query",
                "Sec-Fetch-Site",
                site,
                "Sec-Fetch-Mode",
                mode,
                "Sec-Fetch-Dest",
                dest);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    /** Each is taken by the program, or by some release of it, and changes something. */
    private static final List<String> CHANGES = List.of(
            "9090 POST /-/quit",
            "9090 PUT /-/quit",
            "9090 POST /-/reload",
            "9090 GET /-/quit",
            "9090 GET /-/",
            "9090 GET /-",
            "9090 POST /api/v1/admin/tsdb/delete_series?match[]=up",
            "9090 PUT /api/v1/admin/tsdb/snapshot",
            "9090 GET /api/v1/admin/tsdb/snapshot",
            "9090 DELETE /api/v1/series?match[]=up",
            "9090 POST /api/v1/write",
            "9090 POST /api/v1/otlp/v1/metrics",
            "9090 POST /api/v1/read",
            "9090 GET /debug/pprof/heap",
            "9090 POST /api/v1/targets",
            "9090 PATCH /api/v1/query",
            "9090 OPTIONS /api/v1/query",
            "9093 POST /-/reload",
            "9093 GET /debug/pprof/profile",
            "9093 PUT /api/v2/silences",
            "9093 DELETE /api/v2/silences",
            "9093 DELETE /api/v2/alerts",
            "9093 POST /api/v2/status",
            "9093 POST /api/v2/silences/",
            "9093 POST /x/api/v2/silences",
            "16686 POST /api/archive/4bf92f3577b34da6a3ce929d0e0e4736",
            "16686 POST /api/traces",
            "16686 DELETE /api/traces/1",
            "16686 PUT /api/services",
            "16686 GET /debug/pprof/heap",
            "9428 POST /insert/jsonline",
            "9428 GET /insert/jsonline",
            "9428 POST /insert/opentelemetry/v1/logs",
            "9428 GET /delete/run_task?filter=*",
            "9428 GET /internal/force_merge",
            "9428 GET /internal/force_flush",
            "9428 POST /delete/run_task",
            "9428 GET /debug/pprof/heap",
            "9428 GET /flags",
            "9428 PUT /select/logsql/query",
            "9428 DELETE /select/logsql/query");

    private static final List<String> CHANGES_OF_GRAFANAS = List.of(
            "16686 GET /shutdown",
            "16686 POST /shutdown",
            "16686 GET /flush",
            "16686 POST /api/overrides",
            "16686 DELETE /api/overrides",
            "16686 GET /status/config",
            "16686 GET /memberlist",
            "9428 POST /loki/api/v1/push",
            "9428 GET /loki/api/v1/push",
            "9428 POST /otlp/v1/logs",
            "9428 POST /loki/api/v1/delete",
            "9428 DELETE /loki/api/v1/delete",
            "9428 GET /loki/api/v1/delete",
            "9428 GET /ingester/shutdown",
            "9428 POST /ingester/shutdown",
            "9428 GET /flush",
            "9428 POST /flush",
            "9428 POST /log_level?log_level=debug",
            "9428 POST /loki/api/v1/rules/orderflow",
            "9428 DELETE /loki/api/v1/rules/orderflow",
            "9428 POST /api/prom/push",
            "9428 GET /config");

    @ParameterizedTest
    @FieldSource("CHANGES")
    void whatChangesAProgramIsRefusedWithTheToken(String request) throws Exception {
        refused(jaeger, request);
    }

    @ParameterizedTest
    @FieldSource("CHANGES_OF_GRAFANAS")
    void whatChangesTempoAndLokiToo(String request) throws Exception {
        refused(grafana, request);
    }

    private static void refused(AuthProxy proxy, String request) throws Exception {
        var parts = request.split(" ");
        for (var answer : List.of(
                proxy.asScript(Integer.parseInt(parts[0]), parts[1], encoded(parts[2])),
                proxy.asPerson(Integer.parseInt(parts[0]), parts[1], encoded(parts[2])))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).startsWith("The proxy of ").contains("kubectl port-forward");
        }
        assertThat(proxy.asked).isEmpty();
    }

    private static String encoded(String path) {
        return path.replace("[", "%5B").replace("]", "%5D");
    }

    /** However it is spelled: what a program sees is what was looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%2d/quit",
                "/%2D%2Fquit",
                "//-/quit",
                "/./-/quit",
                "/x/../-/quit",
                "/x/..%2f-/quit",
                "/x%2f..%2f-%2fquit",
                "/-//quit",
                "/-/%71uit",
                "/-/healthy/../quit",
                "/api/v1/query/../../../-/quit",
                "/-/quit?x=/-/healthy",
                "/-/quit/",
                "/-/quit;x",
                "/-/healthy%2f..%2fquit",
                "/api/v1/./write",
                "/api/v1/query/..%2fadmin%2ftsdb%2fclean_tombstones"
            })
    void noSpellingOfAPathPasses(String path) throws Exception {
        for (var method : List.of("POST", "PUT", "GET")) {
            assertThat(jaeger.asScript(PROMETHEUS, method, path).statusCode())
                    .as(method)
                    .isEqualTo(403);
        }
        assertThat(jaeger.asked).isEmpty();
    }

    /**
     * The path that is passed on is the one that was looked at, also where what came would be another to the program.
     */
    @ParameterizedTest
    @CsvSource({
        "/query/%2e%2e/alerts?x=%2e%2e,  /alerts?x=%2e%2e",
        "//graph,                        /graph",
        "/-/quit/..%2f..%2fgraph,        /graph",
        "/a%252f..%252f-%252fquit,       /a%252f..%252f-%252fquit",
        "/a%3Fb%23c%20d,                 /a%3Fb%23c%20d",
        "/graph?g0.expr=sum%28up%29&u=//x/../y, /graph?g0.expr=sum%28up%29&u=//x/../y"
    })
    void theProgramIsAskedForThePathThatWasLookedAt(String path, String passed) throws Exception {
        assertThat(jaeger.asScript(PROMETHEUS, "GET", path).statusCode()).isEqualTo(200);
        assertThat(jaeger.asked)
                .singleElement()
                .extracting(AuthProxy.Asked::uri)
                .isEqualTo(passed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9090 GET /",
                "9090 GET /query?g0.expr=up",
                "9090 GET /assets/index.js",
                "9090 GET /api/v1/label/__name__/values",
                "9090 GET /api/v1/rules?type=alert",
                "9090 POST /api/v1/query_range",
                "9090 GET /api/v1/status/tsdb",
                "9090 GET /-/healthy",
                "9090 GET /-/ready",
                "9090 GET /api/v1/query_exemplars?query=x",
                "9090 HEAD /",
                "9090 GET /api/v1/notifications/live",
                "9090 GET /api/v1/adminx",
                "9093 GET /",
                "9093 POST /api/v2/silences",
                "9093 POST /api/v2/alerts",
                "9093 DELETE /api/v2/silence/6f1c6b0e-7f3f-4c8a-9c1e-1b9f9c9a2d5e",
                "9093 GET /api/v2/alerts/groups",
                "9093 GET /metrics",
                "16686 GET /",
                "16686 GET /search?service=order",
                "16686 GET /trace/4bf92f3577b34da6a3ce929d0e0e4736",
                "16686 GET /api/traces?service=order",
                "16686 GET /static/main.js",
                "9428 GET /select/vmui/",
                "9428 POST /select/logsql/query",
                "9428 POST /select/logsql/hits",
                "9428 GET /select/logsql/tail?query=*",
                "9428 GET /"
            })
    void whatPeopleAndToolsAskIsAnswered(String request) throws Exception {
        answered(jaeger, request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "16686 GET /api/search?q=%7B%7D",
                "16686 GET /api/traces/4bf92f3577b34da6a3ce929d0e0e4736",
                "16686 GET /api/v2/search/tags",
                "16686 GET /ready",
                "9428 GET /loki/api/v1/query_range?query=x",
                "9428 POST /loki/api/v1/query_range",
                "9428 GET /loki/api/v1/labels",
                "9428 GET /ready",
                "9428 GET /loki/api/v1/status/buildinfo"
            })
    void whatPeopleAndToolsAskTempoAndLokiIsAnswered(String request) throws Exception {
        answered(grafana, request);
    }

    private static void answered(AuthProxy proxy, String request) throws Exception {
        var parts = request.split(" ");
        assertThat(proxy.asScript(Integer.parseInt(parts[0]), parts[1], parts[2])
                        .statusCode())
                .isEqualTo(200);
        assertThat(proxy.asked)
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked.method() + " " + asked.uri()).isEqualTo(parts[1] + " " + parts[2]));
    }

    @ParameterizedTest
    @CsvSource({"9090, prometheus", "9093, alertmanager", "16686, traces", "9428, logs"})
    void aBrowserIsLedToTheLoginAndNoMoreThanOnce(int port, String name) throws Exception {
        var path = port == LOGS ? "/select/vmui/?g0.expr=%7Bx%7D&y=1" : "/graph/a%20b?g0.expr=%7Bx%7D&y=1";
        var answer = jaeger.asNobody(port, "GET", path, "Accept", FROM_A_BROWSER);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("http://127.0.0.1:8084/open/" + name + path);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("Max-Age=15", "HttpOnly", "SameSite=Lax");
        // Back without a session that comes here: round and round, were it led there again.
        assertThat(jaeger.asNobody(
                                port, "GET", path, "Accept", FROM_A_BROWSER, "Cookie", cookie.replaceFirst(";.*", ""))
                        .statusCode())
                .isEqualTo(401);
        assertThat(jaeger.asNobody(
                                port, "GET", path, "Accept", FROM_A_BROWSER, "Cookie", "orderflow_proxy_another=asked")
                        .statusCode())
                .as("another program's")
                .isEqualTo(302);
    }

    @Test
    void onlyANavigationIsLedToTheLogin() throws Exception {
        assertThat(jaeger.asNobody(ALERTMANAGER, "POST", "/api/v2/silences", "Accept", FROM_A_BROWSER)
                        .statusCode())
                .isEqualTo(401);
        assertThat(jaeger.asNobody(ALERTMANAGER, "GET", "/api/v2/silences", "Accept", "application/json")
                        .statusCode())
                .isEqualTo(401);
        assertThat(jaeger.asNobody(ALERTMANAGER, "HEAD", "/", "Accept", FROM_A_BROWSER)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void withoutALoginPageABrowserIsPointedToTheToken() throws Exception {
        assertThat(AuthProxy.configuration("--set", "pager.link=").text())
                .doesNotContain("return 302")
                .contains("curl --config <(ci/token)");
    }

    /** Without the pager nobody is known to be logged in; the programs can still be reached by kubectl port-forward. */
    @Test
    void whileThePagerIsAwayNobodyPassesAndItSaysSo() throws Exception {
        jaeger.stopPager();
        try {
            for (var port : ALL) {
                var answer = jaeger.asScript(port, "GET", READ.get(port));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("The pager", "kubectl port-forward");
            }
            assertThat(jaeger.asked).isEmpty();
        } finally {
            jaeger.startPager();
        }
        assertThat(jaeger.asScript(PROMETHEUS, "GET", "/api/v1/rules").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aProgramsOwnFailureIsPassedOnAndItsAbsenceIsNamed() throws Exception {
        var failure = jaeger.asScript(LOGS, "GET", "/select/failing");
        assertThat(failure.statusCode()).isEqualTo(500);
        assertThat(failure.body()).isEqualTo("of the store");
        var absent = grafana.asScript(ALERTMANAGER, "GET", "/");
        assertThat(absent.statusCode()).isEqualTo(502);
        assertThat(absent.body()).isEqualTo("No answer from Alertmanager.\n");
    }

    @Test
    void whatIsTooLargeOrNoRequestIsRefused() throws Exception {
        var large = HttpRequest.newBuilder(jaeger.address(ALERTMANAGER).resolve("/api/v2/alerts"))
                .header("Authorization", "Bearer " + AuthProxy.TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(2 << 20)));
        assertThat(jaeger.send(large).statusCode()).isEqualTo(413);
        var authorized = "Authorization: Bearer " + AuthProxy.TOKEN + "\r\nConnection: close\r\n";
        assertThat(jaeger.raw(
                        PROMETHEUS,
                        "POST http://evil.example/-/quit HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n" + authorized
                                + "\r\n"))
                .contains(" 403 ");
        assertThat(jaeger.raw(PROMETHEUS, "POST /-/quit HTTP/1.0\r\n" + authorized + "\r\n"))
                .contains(" 403 ");
        assertThat(jaeger.raw(
                        PROMETHEUS,
                        "POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                                + authorized + "\r\n0\r\n\r\n"))
                .contains(" 400 ");
        assertThat(jaeger.raw(PROMETHEUS, "TRACE / HTTP/1.1\r\nHost: x\r\n" + authorized + "\r\n"))
                .contains(" 405 ");
        assertThat(jaeger.raw(PROMETHEUS, "GET /.session HTTP/1.1\r\nHost: x\r\n" + authorized + "\r\n"))
                .contains(" 404 ");
        assertThat(jaeger.asked).isEmpty();
    }

    /** TLS and the pager's own behaviour behind this proxy are tested by TlsProxyTest, in the pager. */
    @Test
    void thePagersTlsPortPassesAllOnAndSaysItselfWhoItsClientIs() throws Exception {
        var answer = toThePager(
                "POST",
                "/v2/enqueue?x=%2e%2e",
                "Cookie",
                "JSESSIONID=x",
                "Authorization",
                "Bearer y",
                "Origin",
                "https://elsewhere.example",
                "X-Forwarded-For",
                "192.0.2.1",
                "X-Forwarded-Proto",
                "http",
                "Forwarded",
                "for=192.0.2.1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Set-Cookie")).contains("XSRF-TOKEN=another; Path=/; Secure");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(jaeger.askedOfThePager).singleElement().satisfies(asked -> {
            assertThat(asked.method() + " " + asked.uri()).isEqualTo("POST /v2/enqueue?x=%2e%2e");
            assertThat(asked.headers())
                    .containsEntry("Host", List.of(jaeger.pagerByTls().getAuthority()))
                    .containsEntry("Cookie", List.of("JSESSIONID=x"))
                    .containsEntry("Authorization", List.of("Bearer y"))
                    .containsEntry("X-forwarded-for", List.of("127.0.0.1"))
                    .containsEntry("X-forwarded-proto", List.of("https"))
                    .doesNotContainKey("Forwarded");
        });
    }

    @Test
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        var before = jaeger.rendered();
        var other = AuthProxy.configuration();
        assertThat(other.certificate()).isNotEqualTo(before.certificate());
        jaeger.certificate(other.certificate(), other.key());
        try {
            assertThat(Tls.client(other.certificate())
                            .send(
                                    HttpRequest.newBuilder(jaeger.pagerByTls()).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(404);
            assertThatThrownBy(() -> toThePager("GET", "/")).isInstanceOf(SSLHandshakeException.class);
        } finally {
            jaeger.certificate(before.certificate(), before.key());
        }
        assertThat(toThePager("GET", "/").statusCode()).isEqualTo(404);
    }

    /** A sender of events tries again what is answered with 5xx. */
    @Test
    void whileThePagerIsAwayItsTlsPortSaysSo() throws Exception {
        jaeger.stopPager();
        try {
            var answer = toThePager("POST", "/v2/enqueue");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("The pager does not answer");
        } finally {
            jaeger.startPager();
        }
    }

    private static HttpResponse<String> toThePager(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(jaeger.pagerByTls() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Tls.client(jaeger.rendered().certificate()).send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusalsAreLoggedWithoutTokensAndQueries() throws Exception {
        jaeger.asScript(PROMETHEUS, "POST", "/-/quit?password=hunter2");
        assertThat(jaeger.log())
                .contains("\"POST /-/quit\"")
                .doesNotContain("hunter2", AuthProxy.TOKEN, AuthProxy.SESSION);
    }

    /**
     * The programs themselves, as open as they can be made: nothing that a page or a script with the token sends stops
     * or changes them.
     */
    @Test
    void aRealPrometheusIsNeitherStoppedNorWrittenTo() throws Exception {
        var program = System.getenv("PROMETHEUS");
        assumeTrue(program != null, "no PROMETHEUS: make test builds one");
        var port = Ports.free();
        var data = Files.createDirectory(folder.resolve("prometheus"));
        Files.writeString(data.resolve("prometheus.yml"), "global: {scrape_interval: 1h}\n");
        try (var prometheus = new Program(
                        data,
                        port,
                        "/-/ready",
                        program,
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--web.enable-lifecycle",
                        "--web.enable-admin-api",
                        "--web.enable-remote-write-receiver",
                        "--web.enable-otlp-receiver",
                        "--web.cors.origin=.*");
                var proxy = new AuthProxy(
                        Files.createDirectory(folder.resolve("before-prometheus")),
                        AuthProxy.nginx(),
                        AuthProxy.configuration(),
                        Map.of("prometheus", port))) {
            for (var request : Stream.concat(
                            CHANGES.stream().filter(change -> change.startsWith("9090 ")),
                            Stream.of(
                                    "9090 POST /%2d/quit",
                                    "9090 POST //-/quit", "9090 POST /x/..%2f-/quit", "9090 PUT /-/./quit"))
                    .toList()) {
                var parts = request.split(" ");
                assertThat(proxy.asScript(PROMETHEUS, parts[1], encoded(parts[2]))
                                .body())
                        .as(request)
                        .startsWith("The proxy of Prometheus");
            }
            assertThat(prometheus.isRunning()).isTrue();
            var answer = proxy.asScript(PROMETHEUS, "GET", "/api/v1/query?query=1%2B1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"2\"");
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(proxy.asPerson(PROMETHEUS, "GET", "/metrics").statusCode())
                    .isEqualTo(200);
            // That it would have ended is what the proxy is for.
            prometheus.send("POST", "/-/quit");
            prometheus.awaitEnd();
        }
    }

    @Test
    void aRealAlertmanagerTakesSilencesOfWhoIsLoggedInAlone() throws Exception {
        var program = System.getenv("ALERTMANAGER");
        assumeTrue(program != null, "no ALERTMANAGER: make test builds one");
        var port = Ports.free();
        var data = Files.createDirectory(folder.resolve("alertmanager"));
        Files.writeString(data.resolve("alertmanager.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
        var silence = """
                {"matchers": [{"name": "alertname", "value": ".+", "isRegex": true}], "startsAt": "2026-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z", "createdBy": "x", "comment": "x"}
                """;
        try (var alertmanager = new Program(
                        data,
                        port,
                        "/-/ready",
                        program,
                        "--config.file=alertmanager.yml",
                        "--storage.path=data",
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port);
                var proxy = new AuthProxy(
                        Files.createDirectory(folder.resolve("before-alertmanager")),
                        AuthProxy.nginx(),
                        AuthProxy.configuration(),
                        Map.of("alertmanager", port))) {
            assertThat(silence(proxy, silence, "Origin", "https://evil.example").statusCode())
                    .isEqualTo(403);
            assertThat(silence(proxy, silence).statusCode()).isEqualTo(401);
            assertThat(silence(
                                    proxy,
                                    silence,
                                    "Cookie",
                                    "JSESSIONID=" + AuthProxy.SESSION,
                                    "Origin",
                                    "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(silence(
                                    proxy,
                                    silence,
                                    "Cookie",
                                    "JSESSIONID=" + AuthProxy.SESSION,
                                    "Sec-Fetch-Site",
                                    "same-site",
                                    "Sec-Fetch-Mode",
                                    "no-cors",
                                    "Sec-Fetch-Dest",
                                    "empty")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(proxy.asScript(ALERTMANAGER, "GET", "/api/v2/silences")
                            .body()
                            .strip())
                    .isEqualTo("[]");
            var made = silence(
                    proxy,
                    silence,
                    "Cookie",
                    "JSESSIONID=" + AuthProxy.SESSION,
                    "Origin",
                    proxy.address(ALERTMANAGER).toString(),
                    "Sec-Fetch-Site",
                    "same-origin",
                    "Sec-Fetch-Mode",
                    "cors",
                    "Sec-Fetch-Dest",
                    "empty");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
            assertThat(made.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
            var id = made.body().replaceFirst("(?s).*\"silenceID\":\"([^\"]+)\".*", "$1");
            assertThat(proxy.asScript(ALERTMANAGER, "DELETE", "/api/v2/silence/" + id)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(proxy.asScript(ALERTMANAGER, "POST", "/-/reload").statusCode())
                    .isEqualTo(403);
            assertThat(alertmanager.isRunning()).isTrue();
        }
    }

    private static HttpResponse<String> silence(AuthProxy proxy, String silence, String... headers) throws Exception {
        return proxy.send(
                HttpRequest.newBuilder(proxy.address(ALERTMANAGER).resolve("/api/v2/silences"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(silence)),
                headers);
    }

    /** A program that runs until it is closed. */
    private static final class Program implements AutoCloseable {

        private final HttpClient client = HttpClient.newHttpClient();
        private final Process process;
        private final int port;

        Program(Path folder, int port, String ready, String... command) throws Exception {
            this.port = port;
            var log = folder.resolve("log").toFile();
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            await("%s answers at %d".formatted(command[0], port))
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(() -> assertThat(process.isAlive())
                            .as(Files.readString(log.toPath()))
                            .isTrue())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> assertThat(send("GET", ready))
                            .as(Files.readString(log.toPath()))
                            .isEqualTo(200));
        }

        int send(String method, String path) throws Exception {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .method(method, HttpRequest.BodyPublishers.noBody());
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        boolean isRunning() {
            return process.isAlive();
        }

        void awaitEnd() throws Exception {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() {
            AuthProxy.end(process);
        }
    }
}
