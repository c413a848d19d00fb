package dev.orderflow.pager.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.Receiver;
import dev.orderflow.pager.evidence.RecordedSystem;
import dev.orderflow.pager.page.PageState;
import dev.orderflow.pager.page.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** In a real browser: what others have written does nothing, and what others have made acknowledges nothing. */
@PagerTest
class HostileContentTest {

    private static final String SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>";

    private static RecordedSystem stores;
    private static Chromium chromium;

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (stores != null) {
            stores.close();
        }
    }

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        stores = new RecordedSystem(RecordedSystem.HTML);
        for (var store : new String[] {"prometheus", "jaeger", "victorialogs"}) {
            properties.add("orderflow.pager.stores." + store + ".url", stores::url);
        }
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
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(SCRIPT))).isVisible();
            page.navigate(address("/pages/" + number));
            assertThat(page.locator("h1")).hasText(SCRIPT);
            // Arrives by the script that replaces the page's content, and once more with the page.
            assertThat(page.locator("pre").first()).containsText("/* " + RecordedSystem.HTML + " */");
            page.reload();
            page.locator("summary").click();
            assertThat(page.getByText("timeout connecting to downstream service" + RecordedSystem.HTML).first()).isVisible();
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
            page.waitForCondition(() -> said.stream().filter(text -> text.contains("Content Security Policy")).count() >= 2);
            assertThat(page.evaluate("window.ran")).isNull();
        }
    }

    /** From another site the browser sends no cookie; from another port of the same one it does, and the form lacks its token. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void anotherSitesFormAcknowledgesNothing(String host) throws Exception {
        var number = trigger();
        var form = "<form method=post action='%s'></form><script>document.forms[0].submit()</script>".formatted(address("/pages/" + number + "/acknowledge"));
        try (var hostile = new Receiver(0, 200, form, "text/html"); var context = chromium.context(1280, true)) {
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

    private void logIn(Page page) {
        page.navigate(address("/login"));
        page.getByLabel("Name").fill("alice");
        page.getByLabel("Password").fill("correct horse battery");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out"))).isVisible();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private long trigger() throws Exception {
        var delivery = Deliveries.firing(key, SCRIPT, 1);
        assertThat(new Http(port, Deliveries.TOKEN).post("/api/v1/alertmanager", Http.JSON, delivery).statusCode()).isEqualTo(200);
        return pages.open(10_000).stream().filter(page -> page.dedupKey().equals(key)).findFirst().orElseThrow().number();
    }
}
