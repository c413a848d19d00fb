package dev.orderflow.pager.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.security.core.context.SecurityContext;

@PagerTest
class SessionsTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ServletWebServerApplicationContext application;

    @BeforeEach
    void none() {
        Arrays.stream(sessions()).forEach(Session::expire);
    }

    @Test
    void onlyWhoHasLoggedInHasASession() throws Exception {
        var browser = new Http(port, "");
        for (var path : List.of(
                "/",
                "/login",
                "/login?error",
                "/pages/1",
                "/no/such/path",
                "/status",
                "/board",
                "/live",
                "/verdicts",
                "/error")) {
            new Http(port, "").visit(path);
            browser.visit(path);
        }
        browser.submit(
                "/login",
                Map.of(
                        "username",
                        "alice",
                        "password",
                        "wrong",
                        "_csrf",
                        Http.csrf(browser.get("/login").body())));
        browser.submit("/login", Map.of("username", "alice", "password", "wrong"));
        browser.submit("/logout", Map.of());
        assertThat(sessions()).isEmpty();
        browser.logIn("alice", "correct horse battery");
        assertThat(sessions())
                .singleElement()
                .extracting(Session::getMaxInactiveInterval)
                .isEqualTo(seconds(Duration.ofHours(12)));
    }

    @Test
    void whoLogsInComesToWhereTheyWanted() throws Exception {
        var browser = new Http(port, "");
        assertThat(browser.visit("/verdicts").body()).contains("<h1>Log in</h1>");
        var answer = browser.submit(
                "/login",
                Map.of(
                        "username",
                        "alice",
                        "password",
                        "correct horse battery",
                        "_csrf",
                        Http.csrf(browser.get("/login").body())));
        assertThat(answer.uri().getPath()).isEqualTo("/verdicts");
    }

    @Test
    void aLoginWithoutItsTokenIsShownAnew() throws Exception {
        var stale =
                new Http(port, "").submit("/login", Map.of("username", "alice", "password", "correct horse battery"));
        assertThat(stale.body()).contains("This page was open for too long", "<h1>Log in</h1>");
        assertThat(sessions()).isEmpty();
    }

    /** A request may carry both; a session stays its person's. */
    @Test
    void aTokenDoesNotChangeWhoseSessionItIs() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        var both = browser.request("/session")
                .header("Authorization", "Bearer api-token-of-the-tests")
                .build();
        assertThat(browser.client()
                        .send(both, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        assertThat(sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.getSession().getAttribute("SPRING_SECURITY_CONTEXT"))
                        .asInstanceOf(InstanceOfAssertFactories.type(SecurityContext.class))
                        .extracting(context -> context.getAuthentication().getName())
                        .isEqualTo("alice"));
    }

    /** No other site's form or script has it sent, and no script reads it. */
    @Test
    void theCookieOfASessionIsOfThisSiteOnly() throws Exception {
        var browser = new Http(port, "");
        var login = "username=alice&password=correct+horse+battery&_csrf="
                + URLEncoder.encode(Http.csrf(browser.get("/login").body()), StandardCharsets.UTF_8);
        var request = browser.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(login))
                .build();
        var answer = browser.client().send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(answer.headers().allValues("Set-Cookie").stream().filter(cookie -> cookie.startsWith("JSESSIONID=")))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax");
    }

    private static int seconds(Duration duration) {
        return (int) duration.toSeconds();
    }

    private Session[] sessions() {
        var server = (TomcatWebServer) application.getWebServer();
        return ((Context) server.getTomcat().getHost().findChildren()[0])
                .getManager()
                .findSessions();
    }
}
