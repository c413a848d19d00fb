package dev.orderflow.e2e.grafana;

import static dev.orderflow.drill.cluster.Checks.require;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.LoadState;
import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.e2e.grafana.VerifyGrafana.Board;
import dev.orderflow.e2e.grafana.VerifyGrafana.Panel;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Grafana in a browser. Marks of its pages are those that Grafana has for tests, of the lines 9.4 to 13: newer ones
 * keep in {@code data-testid} what older ones had in {@code aria-label}.
 */
final class Grafana implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** Milliseconds. A machine may have other work. */
    private static final double PATIENCE = 60_000;

    /** Milliseconds without a question to a data source after which a page has asked all that it asks. */
    private static final double SETTLED = 2_000;

    private static final double STEP = 250;

    /** The line of Grafana that first knows the links between spans and lines. */
    private static final int LINKS_SINCE = 10;

    private static final int HEIGHT = 900;

    private static final String PANEL_ERRORS =
            ".panel-info-corner--error, [data-testid=\"data-testid Panel status error\"]";
    private static final String EXEMPLARS =
            "[aria-label=\"Exemplar marker\"], [data-testid=\"data-testid Exemplar marker\"]";

    /** By the type of the data source. */
    private static final Map<String, String> QUERY_PATHS =
            Map.of("prometheus", "api/v1/query", "loki", "loki/api/v1/query_range");

    /** In the form that every line of Grafana reads. */
    private static final String SERVICE_GRAPH = """
            {"datasource": "tempo", "queries": [{"refId": "A", "datasource": {"type": "tempo", "uid": "tempo"}, \
            "queryType": "serviceMap"}], "range": {"from": "now-15m", "to": "now"}}""";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+}?");
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");

    private final Playwright playwright;
    private final Browser browser;
    private final Page page;
    private final URI address;
    private final Path pictures;
    private final int width;

    /** The errors that data sources have answered with since the last page was opened. */
    private final List<String> refused = new ArrayList<>();

    private String version = "";
    private int asked;
    private int answered;

    /**
     * @param pictures the folder for pictures of all pages
     * @param width of the pages, in pixels
     */
    Grafana(URI address, String chromium, Path pictures, int width) {
        this.address = address;
        this.width = width;
        this.pictures = pictures;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        // As root it does not start with its sandbox.
                        .setChromiumSandbox(!System.getProperty("user.name").equals("root")));
        page = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, HEIGHT))
                .newPage();
        page.setDefaultTimeout(PATIENCE);
        page.onRequest(request -> asked += isQuery(request) ? 1 : 0);
        page.onRequestFinished(request -> answered += isQuery(request) ? 1 : 0);
        page.onRequestFailed(request -> answered += isQuery(request) ? 1 : 0);
        page.onResponse(this::note);
    }

    /** Keeps what a data source refused. A browser's own errors, as those of its extensions, are none of Grafana's. */
    private void note(Response response) {
        if (!isQuery(response.request())) {
            return;
        }
        if (response.status() >= 400) {
            refused.add(response.status() + " " + shortened(response.url()));
        } else if (response.url().contains("/api/ds/query")) {
            try {
                refused.addAll(errors(JSON.readTree(response.body())));
            } catch (PlaywrightException e) {
                // The page that asked has been left, and nobody sees the answer.
            }
        }
    }

    private static boolean isQuery(Request request) {
        return request.url().contains("/api/ds/query") || request.url().contains("/api/datasources/");
    }

    private static List<String> errors(JsonNode answer) {
        return answer.path("results")
                .valueStream()
                .map(result -> result.path("error").asString(""))
                .filter(error -> !error.isEmpty())
                .toList();
    }

    private static String shortened(String url) {
        return url.length() > 200 ? url.substring(0, 199) + "…" : url;
    }

    /** Logs in, and requires that the home page is the dashboard of the on-call. */
    String logIn(String user, String password) {
        page.navigate(address.resolve("/login").toString());
        page.locator("input[name=user]").fill(user);
        page.locator("input[name=password]").fill(password);
        page.locator("button[type=submit]").click();
        try {
            page.waitForURL(url -> !URI.create(url).getPath().endsWith("/login"));
        } catch (TimeoutError e) {
            throw new IllegalStateException("Grafana does not take the password of " + user, e);
        }
        version = JSON.readTree(page.request()
                        .get(address.resolve("/api/health").toString())
                        .body())
                .path("version")
                .asString("");
        settle();
        picture("home");
        require(
                page.getByText("Budget burn, last hour").count() > 0,
                "the home page is not Night shift, but has the title " + page.title());
        return "Grafana " + version;
    }

    /**
     * Requires that each data source of the chart is there.
     *
     * @param expected their types, by identifier
     */
    String hasDataSources(Map<String, String> expected) {
        for (var source : expected.entrySet()) {
            var answer = page.request()
                    .get(address.resolve("/api/datasources/uid/" + source.getKey())
                            .toString());
            require(answer.ok(), "there is no data source with the uid " + source.getKey());
            var type = JSON.readTree(answer.body()).path("type").asString("");
            require(
                    type.equals(source.getValue()),
                    "the data source %s is of the type %s, not %s".formatted(source.getKey(), type, source.getValue()));
        }
        return String.join(", ", new TreeSet<>(expected.keySet()));
    }

    /** Opens a dashboard with all its panels in view, and requires that none of them is in error. */
    String opens(Board board) {
        begin();
        page.setViewportSize(width, board.height());
        page.navigate(address.resolve("/d/" + board.uid()).toString());
        settle();
        picture(board.uid());
        var title = page.title();
        require(title.startsWith(board.title()), "its page has the title " + title);
        var inError = page.locator(PANEL_ERRORS).count();
        require(
                refused.isEmpty() && inError == 0,
                "%d panels are in error: %s".formatted(inError, String.join("; ", new TreeSet<>(refused))));
        return queriesTaken(board.uid()) + " queries, " + board.height() + " px";
    }

    /**
     * Requires that Prometheus and Loki take each query of a dashboard and its annotations, as Grafana has it: a panel
     * whose query is refused may just be empty.
     */
    private int queriesTaken(String dashboard) {
        var model = JSON.readTree(page.request()
                        .get(address.resolve("/api/dashboards/uid/" + dashboard).toString())
                        .body())
                .path("dashboard");
        var queries = Stream.concat(
                        model.path("panels")
                                .valueStream()
                                .flatMap(panel ->
                                        panel.path("targets").valueStream().map(target -> query(panel, target))),
                        model.at("/annotations/list").valueStream().map(annotation -> query(annotation, annotation)))
                .flatMap(Optional::stream)
                .toList();
        for (var query : queries) {
            var answer = page.request().get(query.toString());
            require(
                    answer.ok(),
                    "%s is refused: %s"
                            .formatted(URLDecoder.decode(query.getRawQuery(), StandardCharsets.UTF_8), answer.text()));
        }
        return queries.size();
    }

    /** Returns the address at which a data source is asked; empty for one that has another language. */
    private Optional<URI> query(JsonNode panel, JsonNode target) {
        var path = QUERY_PATHS.get(panel.at("/datasource/type").asString(""));
        var expression = VARIABLE.matcher(target.path("expr").asString("")).replaceAll("x");
        return path == null || expression.isEmpty()
                ? Optional.empty()
                : Optional.of(address.resolve("/api/datasources/proxy/uid/%s/%s?query=%s"
                        .formatted(
                                panel.at("/datasource/uid").asString(),
                                path,
                                URLEncoder.encode(expression, StandardCharsets.UTF_8))));
    }

    /** Opens Tempo's graph of the services, and requires that the edge and whom it calls are drawn. */
    String showsServiceGraph() {
        begin();
        page.setViewportSize(width, HEIGHT);
        page.navigate(address.resolve("/explore?left=" + URLEncoder.encode(SERVICE_GRAPH, StandardCharsets.UTF_8))
                .toString());
        settle();
        picture("service-graph");
        require(refused.isEmpty(), "it is refused: " + String.join("; ", refused));
        var drawn = Stream.of("gateway", "order", "inventory")
                .filter(service -> page.locator("svg text, svg foreignObject")
                                .filter(new Locator.FilterOptions().setHasText(service))
                                .count()
                        > 0)
                .toList();
        require(drawn.size() == 3, "of gateway, order and inventory it shows " + drawn);
        return String.join(", ", drawn);
    }

    /** Opens a panel, points at one of its exemplars, and follows its link. */
    String followExemplar(Panel panel) {
        begin();
        page.setViewportSize(width, HEIGHT);
        page.navigate(address.resolve("/d/%s?viewPanel=%d&from=now-15m&to=now".formatted(panel.dashboard(), panel.id()))
                .toString());
        settle();
        var dots = page.locator(EXEMPLARS);
        require(dots.count() > 0, "the panel has no exemplar");
        // The latest may not be stored yet, the oldest no more.
        dots.nth(dots.count() * 3 / 4).hover(new Locator.HoverOptions().setForce(true));
        var link = page.locator("a[href*=\"/explore\"]").filter(new Locator.FilterOptions().setHasText("Trace"));
        require(waitFor(link), "the exemplar has no link to its trace");
        var href = link.first().getAttribute("href");
        var id = TRACE.matcher(href);
        require(id.find(), "the exemplar's link names no trace: " + href);
        begin();
        page.navigate(address.resolve(href).toString());
        settle();
        picture("trace");
        require(refused.isEmpty(), "Tempo refuses: " + String.join("; ", refused));
        require(page.getByText("Service & Operation").count() > 0, "the trace %s is not shown".formatted(id.group()));
        return id.group();
    }

    /**
     * Follows the first span's link to its lines, and from a line back to the trace. The links are of a form that
     * Grafana knows since its line 10 (tracesToLogsV2; derived fields by a label).
     */
    String followLines(String trace) {
        if (!version.isEmpty() && Integer.parseInt(version.split("\\.")[0]) < LINKS_SINCE) {
            throw new Checks.Skipped("Grafana %s does not know such links".formatted(version));
        }
        begin();
        page.setViewportSize(width, 2 * HEIGHT);
        var menu = page.locator("[data-testid=SpanLinksMenu]");
        if (menu.count() > 0) {
            menu.first().click();
        } else {
            page.locator("[data-testid=span-view]").first().click();
        }
        var toLines = page.locator("a, button, [role=menuitem]")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("Logs|Related logs")));
        require(waitFor(toLines), "the span has no link to its lines");
        toLines.first().click();
        settle();
        picture("lines");
        require(refused.isEmpty(), "Loki refuses: " + String.join("; ", refused));
        var line = page.locator("tr[class*=logs-row], [data-testid*=log-row], [class*=log-line]");
        require(waitFor(line), "the trace %s has no line".formatted(trace));
        line.first().click();
        var back = page.locator("a, button").filter(new Locator.FilterOptions().setHasText("Trace"));
        require(waitFor(back), "a line has no link to its trace");
        picture("back");
        return line.count() + " lines";
    }

    private static boolean waitFor(Locator locator) {
        try {
            locator.first().waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE / 4));
            return true;
        } catch (TimeoutError e) {
            return false;
        }
    }

    private void begin() {
        refused.clear();
        asked = 0;
        answered = 0;
    }

    /** Waits until no data source is asked any more. A page that refreshes all the time is looked at as it is. */
    private void settle() {
        page.waitForLoadState(LoadState.LOAD);
        var quiet = 0.0;
        for (var waited = 0.0; waited < PATIENCE / 2 && quiet < SETTLED; waited += STEP) {
            var before = asked;
            page.waitForTimeout(STEP);
            quiet = asked == before && asked == answered && asked > 0 ? quiet + STEP : 0;
        }
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
