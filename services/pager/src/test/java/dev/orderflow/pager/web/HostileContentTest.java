package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.testkit.RecordedSystem;
import dev.orderflow.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** In a real browser: what others have written does nothing, and what others have made acknowledges nothing. */
@PagerTest
class HostileContentTest extends BrowserTest {

    private static final String SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        record(properties, RecordedSystem.HTML);
    }

    /** Its summary, its SQL and its log lines each hold a script, and its runbook too. */
    @Test
    void aStoredScriptDoesNotRun() throws Exception {
        try (var context = chromium.context(390, true)) {
            var page = context.newPage();
            var ran = new ArrayList<String>();
            page.onDialog(dialog -> {
                ran.add(dialog.message());
                dialog.dismiss();
            });
            logIn(page);
            var number = trigger();
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(SCRIPT)))
                    .isVisible();
            page.navigate(address("/pages/" + number));
            assertThat(page.locator("h1")).hasText(SCRIPT);
            // Arrives by the script that replaces the page's content, and once more with the page.
            assertThat(page.locator("pre").first()).containsText("/* " + RecordedSystem.HTML + " */");
            page.reload();
            page.locator("summary").click();
            assertThat(page.getByText("timeout connecting to downstream service" + RecordedSystem.HTML)
                            .first())
                    .isVisible();
            assertThat(page.locator(".runbook")).containsText("<script>alert(\"runbook\")</script>");
            assertThat(page.locator("main img, main script")).hasCount(0);
            assertThat(ran).isEmpty();
        }
    }

    /** Should one ever get through the escaping, the policy holds it. */
    @Test
    void aScriptThatIsInThePageDoesNotRunEither() throws Exception {
        try (var context = chromium.context(390, true)) {
            var page = context.newPage();
            var said = new ArrayList<String>();
            page.onConsoleMessage(message -> said.add(message.text()));
            logIn(page);
            page.evaluate("""
                    document.querySelector('main').innerHTML = '<img src=x onerror="window.ran = true">';
                    const script = document.createElement('script');
                    script.textContent = 'window.ran = true';
                    document.body.append(script);
                    """);
            page.waitForCondition(() -> said.stream()
                            .filter(text -> text.contains("Content Security Policy"))
                            .count()
                    >= 2);
            assertThat(page.evaluate("window.ran")).isNull();
        }
    }

    /**
     * From another site the browser sends no cookie; from another port of the same one it does, and the form lacks its
     * token.
     */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void anotherSitesFormAcknowledgesNothing(String host) throws Exception {
        var number = trigger();
        var form = "<form method=post action='%s'></form><script>document.forms[0].submit()</script>"
                .formatted(address("/pages/" + number + "/acknowledge"));
        try (var hostile = TestServer.start(_ -> TestServer.Answer.of(200, "text/html", form));
                var context = chromium.context(1280, true)) {
            var page = context.newPage();
            logIn(page);
            var statuses = new ArrayList<Integer>();
            page.onResponse(response -> {
                if (response.url().endsWith("/acknowledge")) {
                    statuses.add(response.status());
                }
            });
            page.navigate("http://" + host + ":" + hostile.port() + "/");
            page.waitForCondition(() -> !statuses.isEmpty());
            assertThat(statuses).isEqualTo(List.of(403));
            assertThat(pages.get(number).state()).isEqualTo(PageState.TRIGGERED);
        }
    }

    private long trigger() throws Exception {
        return trigger(key, Deliveries.firing(key, SCRIPT, 1));
    }
}
