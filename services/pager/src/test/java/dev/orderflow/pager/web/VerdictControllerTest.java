package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.verdict.Verdict;
import dev.orderflow.pager.verdict.Verdicts;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Causes that a person states in the form. */
@PagerTest
class VerdictControllerTest {

    private static final String TRACE = "0e1c32ac30d57e9855178e9bb120340c";

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private Verdicts verdicts;

    private Http browser;
    private long page;

    @BeforeEach
    void page() throws Exception {
        browser = new Http(port, "");
        page = Deliveries.page(port, pages);
    }

    @Test
    void aPersonStatesACauseByAForm() throws Exception {
        browser.logIn("alice", "correct horse battery");
        assertThat(browser.get("/pages/" + page).body()).contains("/verdicts?page=" + page);
        var form = browser.get("/verdicts?page=" + page).body();
        assertThat(form).contains("<option value=\"postgresql\">", "<option value=\"lock-contention\">");
        var wrong = browser.submit("/verdicts", fields(form, "traceId", "<b>no trace</b>"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("32 hexadecimal digits", "value=\"inventory\" selected", "&lt;b&gt;no trace")
                .doesNotContain("<b>no trace");
        var answer = browser.submit("/verdicts", fields(wrong.body(), "traceId", " " + TRACE + " "));
        assertThat(answer.body()).contains("cause stated", "by alice", "inventory, overload, by trace " + TRACE);
        assertThat(newest().who()).isEqualTo("alice");
    }

    @Test
    void aPersonSaysInOneTapThatNothingIsWrong() throws Exception {
        var form =
                browser.logIn("alice", "correct horse battery").get("/verdicts").body();
        var answer = browser.submit("/verdicts/no-incident", Map.of("_csrf", Http.csrf(form)));
        assertThat(answer.body()).contains("<strong>no incident</strong>");
        assertThat(newest().mechanism()).isEqualTo("none");
    }

    @Test
    void whatIsForgedElsewhereStatesNothing() throws Exception {
        var before = verdicts.newest(1);
        browser.logIn("alice", "correct horse battery");
        for (var path : new String[] {"/verdicts", "/verdicts/no-incident"}) {
            assertThat(browser.submit(path, Map.of("component", "none", "mechanism", "none"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(verdicts.newest(1)).isEqualTo(before);
    }

    @Test
    void withoutALoginThereIsOnlyTheLogin() throws Exception {
        assertThat(browser.get("/verdicts?page=" + page).body())
                .contains("<h1>Log in</h1>")
                .doesNotContain("<option value=");
    }

    @Test
    void aPageThatIsNotThereIsNotFound() throws Exception {
        browser.logIn("alice", "correct horse battery");
        assertThat(browser.visit("/verdicts?page=999999").statusCode()).isEqualTo(404);
        assertThat(browser.visit("/verdicts?page=x").statusCode()).isEqualTo(400);
    }

    private Map<String, String> fields(String form, String name, String value) {
        return Map.of(
                "_csrf",
                Http.csrf(form),
                "page",
                Long.toString(page),
                "component",
                "inventory",
                "mechanism",
                "overload",
                name,
                value);
    }

    private Verdict newest() {
        return verdicts.newest(1).getFirst();
    }
}
