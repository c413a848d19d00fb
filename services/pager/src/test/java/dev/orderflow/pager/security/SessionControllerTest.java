package dev.orderflow.pager.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Session checks that the authenticating proxy makes for each request. */
@PagerTest
class SessionControllerTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"", Deliveries.TOKEN, "api-token-of-the-test", "api-token-of-the-testss"})
    void whoMayNotUseThePagerIsRefused(String token) throws Exception {
        var answer = new Http(port, token).ask("/session");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void aBrowserIsLedNowhere() throws Exception {
        assertThat(new Http(port, "").visit("/session").statusCode()).isEqualTo(401);
    }

    @Test
    void aProgramIsAnsweredWithoutASession() throws Exception {
        var answer = new Http(port, "api-token-of-the-tests").ask("/session");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void aPersonIsAnsweredUntilTheyLogOut() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        var answer = browser.ask("/session");
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        browser.submit("/logout", Map.of("_csrf", Http.csrf(browser.get("/").body())));
        assertThat(browser.ask("/session").statusCode()).isEqualTo(401);
    }
}
