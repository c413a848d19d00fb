package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.pager.page.Pages;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a browser gets, without its script. */
@PagerTest
class PagesControllerTest {

    private static final String PASSWORD = "correct horse battery";

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    private final String key = UUID.randomUUID().toString();
    private Http browser;

    @BeforeEach
    void client() {
        browser = new Http(port, "");
    }

    @Test
    void withoutALoginThereIsOnlyTheLogin() throws Exception {
        var page = trigger("secret");
        for (var path : List.of("/", "/pages/" + page.number(), "/live")) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .contains("<h1>Log in</h1>")
                    .doesNotContain("secret");
        }
        assertThat(browser.logIn("alice", "wrong").get("/").body()).contains("<h1>Log in</h1>");
        // Bob has no password: nobody logs in as him.
        assertThat(browser.logIn("bob", "").get("/").body()).contains("<h1>Log in</h1>");
    }

    @Test
    void aPageIsAcknowledgedAndResolvedByForms() throws Exception {
        var page = trigger("5XX error rate crossed threshold");
        var list = browser.logIn("alice", PASSWORD).get("/");
        assertThat(list.body())
                .contains(
                        "5XX error rate crossed threshold",
                        "/pages/" + page.number() + "/acknowledge",
                        "next escalation");
        var acknowledge = "/pages/" + page.number() + "/acknowledge";
        var answer = browser.submit(acknowledge, Map.of("_csrf", Http.csrf(list.body())));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("by alice", "acknowledgement ends").doesNotContain(acknowledge);
        assertThat(pages.get(page.number()).state()).isEqualTo(PageState.ACKNOWLEDGED);
        browser.submit("/pages/" + page.number() + "/resolve", Map.of("_csrf", Http.csrf(answer.body())));
        assertThat(pages.get(page.number()).state()).isEqualTo(PageState.RESOLVED);
    }

    /** Two alerts have in common neither their description nor their route: whoever is paged reads both. */
    @Test
    void aGroupShowsWhatItsAlertsDoNotHaveInCommon() throws Exception {
        var delivery = Deliveries.firing("of two routes " + System.nanoTime(), "slow", 2)
                .replaceFirst("\"pod\":\"0\"", "\"http_route\":\"/api/orders/{id}\"")
                .replaceFirst("\"pod\":\"1\"", "\"http_route\":\"/api/products\"")
                .replaceFirst(
                        "\"annotations\":\\{\"summary\":\"slow\"",
                        "\"annotations\":{\"description\":\"1.2 s\",\"summary\":\"slow\"");
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, delivery)
                        .statusCode())
                .isEqualTo(200);
        var page = pages.open(10_000).stream()
                .filter(open -> open.dedupKey().startsWith("of two routes"))
                .findFirst()
                .orElseThrow();
        var alerts = browser.logIn("alice", PASSWORD)
                .get("/pages/" + page.number())
                .body()
                .split("id=\"alerts\"", 2)[1];
        assertThat(alerts)
                .contains("2 alerts", "/api/orders/{id}", "/api/products", "1.2 s")
                .containsOnlyOnce("gateway");
    }

    @Test
    void whatIsForgedElsewhereIsRefused() throws Exception {
        var page = trigger("forged");
        browser.logIn("alice", PASSWORD);
        assertThat(browser.submit("/pages/" + page.number() + "/acknowledge", Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.submit("/pages/" + page.number() + "/acknowledge", Map.of("_csrf", "guessed"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.submit("/logout", Map.of()).statusCode()).isEqualTo(403);
        // A program's way in takes no cookie.
        assertThat(browser.post("/api/v1/pages/" + page.number() + "/acknowledge", Http.JSON, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(pages.get(page.number()).state()).isEqualTo(PageState.TRIGGERED);
    }

    @Test
    void everyAnswerForbidsScriptsInThePage() throws Exception {
        browser.logIn("alice", PASSWORD);
        for (var path :
                List.of("/", "/login", "/status", "/pages/" + trigger("any").number())) {
            var answer = browser.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.body()).as(path).doesNotContain("<script>", " style=", " onclick=");
        }
    }

    @Test
    void whatIsStoredIsShownInert() throws Exception {
        var page = trigger("<script>alert(1)</script><img src=x onerror=alert(2)>");
        browser.logIn("alice", PASSWORD);
        for (var path : List.of("/", "/pages/" + page.number())) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                    .doesNotContain("<script>alert", "<img src=x");
        }
    }

    @Test
    void theRunbookStandsBesideItAndIsInert() throws Exception {
        var page = browser.logIn("alice", PASSWORD)
                .get("/pages/" + trigger("with a runbook").number())
                .body();
        assertThat(page)
                .contains(
                        "<strong>this</strong>",
                        "href=\"https://example.com/\"",
                        "&lt;script&gt;alert(&quot;runbook&quot;)")
                .doesNotContain("javascript:", "alert(\"runbook\")");
    }

    @Test
    void aPageThatIsNotThereIsNotFound() throws Exception {
        browser.logIn("alice", PASSWORD);
        var unknown = browser.visit("/pages/999999");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("<h1>Not Found</h1>");
        assertThat(browser.visit("/pages/x").statusCode()).isEqualTo(400);
    }

    @Test
    void theAssetsAreThere() throws Exception {
        for (var path : List.of("/assets/pager.js", "/assets/pager.css", "/assets/pager.svg")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private Page trigger(String summary) throws Exception {
        var delivery = Deliveries.firing(key, summary, 1);
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, delivery)
                        .statusCode())
                .isEqualTo(200);
        return pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
