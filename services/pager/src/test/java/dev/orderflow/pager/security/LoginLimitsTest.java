package dev.orderflow.pager.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.testkit.TestClock;
import java.net.CookieManager;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Four failures a minute by a name, ten from an address; forty names are remembered. */
@PagerTest
@TestPropertySource(
        properties = {
            "orderflow.pager.login.failures-by-name=4",
            "orderflow.pager.login.failures-by-address=10",
            "orderflow.pager.login.remembered=40"
        })
class LoginLimitsTest {

    private static final String PASSWORD = "correct horse battery";
    private static final String HERE = "127.0.0.1";

    @LocalServerPort
    private int port;

    @Autowired
    private LoginLimits limits;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void later() {
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void afterSoManyFailuresTheRightPasswordIsNotTriedEither() throws Exception {
        var browser = new Http(port, "");
        for (var failure = 1; failure <= 4; failure++) {
            assertThat(logIn(browser, "alice", "wrong").body()).contains("do not belong together");
        }
        var refused = logIn(browser, "alice", PASSWORD);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("15");
        assertThat(refused.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(refused.body())
                .contains("Too many logins have failed. Try again in 15 s.", "name=\"_csrf\"", "<h1>Log in</h1>");
        assertThat(browser.get("/").body()).contains("<h1>Log in</h1>");
        clock.advance(Duration.ofSeconds(15));
        assertThat(logIn(browser, "alice", PASSWORD).body()).contains("Log out");
    }

    @Test
    void aProgramHasItAsAProblem() throws Exception {
        var client = new Http(port, "");
        for (var failure = 1; failure <= 4; failure++) {
            logIn(client, "carol", "wrong");
        }
        var fields = Map.of(
                "username",
                "carol",
                "password",
                "wrong",
                "_csrf",
                Http.csrf(client.get("/login").body()));
        var refused = client.submit("/login", fields, "application/json");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).contains("15");
        var problem = new JsonMapper().readTree(refused.body());
        assertThat(problem.path("code").asString()).isEqualTo("RATE_LIMITED");
        assertThat(problem.path("status").asInt()).isEqualTo(429);
    }

    @Test
    void anAddressIsRefusedWhateverNameItGuesses() throws Exception {
        var browser = new Http(port, "");
        for (var failure = 1; failure <= 10; failure++) {
            assertThat(logIn(browser, "guess" + failure, "wrong").statusCode()).isEqualTo(200);
        }
        assertThat(logIn(browser, "alice", PASSWORD).statusCode()).isEqualTo(429);
        // It is people's logins that wait: programs have no password.
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, Deliveries.firing("limits", "notified", 1))
                        .statusCode())
                .isEqualTo(200);
    }

    /** As through a NodePort, where all have one address. */
    @Test
    void whoLoggedInBeforeIsNotLockedOutByOthersFailures() throws Exception {
        var alices = new Http(port, "");
        assertThat(logIn(alices, "alice", PASSWORD).body()).contains("Log out");
        var others = new Http(port, "");
        for (var guess = 1; guess <= 40; guess++) {
            logIn(others, guess % 3 == 0 ? "guess" + guess : "alice", "wrong");
        }
        assertThat(logIn(others, "alice", PASSWORD).statusCode()).isEqualTo(429);
        logOut(alices);
        assertThat(logIn(alices, "Alice", PASSWORD).body()).contains("Log out");
    }

    /** The device is no way around the limits: not for its own account, nor for another. */
    @Test
    void aKnownDeviceMayNotGuessMoreThanOthers() throws Exception {
        var browser = new Http(port, "");
        logIn(browser, "alice", PASSWORD);
        logOut(browser);
        for (var failure = 1; failure <= 4; failure++) {
            assertThat(logIn(browser, "alice", "wrong").statusCode()).isEqualTo(200);
        }
        assertThat(logIn(browser, "alice", PASSWORD).statusCode()).isEqualTo(429);
        for (var failure = 1; failure <= 4; failure++) {
            assertThat(logIn(browser, "bob", "wrong").statusCode()).isEqualTo(200);
        }
        assertThat(logIn(browser, "bob", "wrong").statusCode()).isEqualTo(429);
        // What one device used up is not the account's: others may log in to it.
        assertThat(logIn(new Http(port, ""), "alice", PASSWORD).body()).contains("Log out");
    }

    @Test
    void aDeviceThatNobodyIssuedIsNotKnown() throws Exception {
        var forged = new Http(port, "");
        for (var failure = 1; failure <= 4; failure++) {
            logIn(forged, "alice", "wrong");
        }
        var alices = new Http(port, "");
        clock.advance(Duration.ofSeconds(15));
        logIn(alices, "alice", PASSWORD);
        logIn(forged, "alice", "wrong");
        var cookie = device(alices);
        cookie.setValue((cookie.getValue().startsWith("0") ? "1" : "0")
                + cookie.getValue().substring(1));
        cookies(forged).add(URI.create("http://127.0.0.1:" + port), cookie);
        assertThat(device(forged).getValue()).isEqualTo(cookie.getValue());
        assertThat(logIn(forged, "alice", PASSWORD).statusCode()).isEqualTo(429);
    }

    @Test
    void aLoginThatSucceedsCostsNothing() throws Exception {
        for (var login = 1; login <= 12; login++) {
            assertThat(logIn(new Http(port, ""), "alice", PASSWORD).body()).contains("Log out");
        }
    }

    @Test
    void upperCaseAndAddressesMakeNoOtherName() {
        for (var failure = 1; failure <= 4; failure++) {
            assertThat(limits.refused(failure % 2 == 0 ? "Dave" : "dave", "192.0.2." + failure, null))
                    .isEmpty();
        }
        assertThat(limits.refused("DAVE", "192.0.2.9", null)).contains(Duration.ofSeconds(15));
    }

    /** A refused name costs the address nothing: somebody else there may log in. */
    @Test
    void whatIsNotTriedIsNotCounted() {
        for (var guess = 1; guess <= 50; guess++) {
            limits.refused("erin", HERE, null);
        }
        assertThat(limits.refused("frank", HERE, null)).isEmpty();
    }

    @Test
    void whoGuessesManyNamesTakesNoMoreMemory() {
        for (var number = 0; number < 1000; number++) {
            limits.refused("x".repeat(100_000) + number, "address " + number, null);
            limits.refused("name " + number, "another " + number, null);
        }
        assertThat(limits.size()).isLessThanOrEqualTo(80);
    }

    private static CookieStore cookies(Http browser) {
        return ((CookieManager) browser.client().cookieHandler().orElseThrow()).getCookieStore();
    }

    private static HttpCookie device(Http browser) {
        return cookies(browser).getCookies().stream()
                .filter(cookie -> cookie.getName().equals("pager_device"))
                .map(cookie -> (HttpCookie) cookie.clone())
                .findFirst()
                .orElseThrow();
    }

    private static void logOut(Http browser) throws Exception {
        browser.submit("/logout", Map.of("_csrf", Http.csrf(browser.get("/").body())));
        assertThat(browser.get("/").body()).contains("<h1>Log in</h1>");
    }

    private HttpResponse<String> logIn(Http browser, String name, String password) throws Exception {
        return browser.submit(
                "/login",
                Map.of(
                        "username",
                        name,
                        "password",
                        password,
                        "_csrf",
                        Http.csrf(browser.get("/login").body())));
    }
}
