package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Dashboards that somebody else made: each is there by its title, and says why where the board cannot show it. */
@PagerTest
class UnreadableBoardTest {

    private static final String VARIABLE = """
            {"uid": "%s", "title": "%s", "templating": {"list": [{"name": "namespace", "query": %s, "current": {"value": %s}}]},
             "panels": [{"id": 1, "type": "text"}]}""";
    private static final String LABELS = "{\"query\": \"label_values(up, namespace)\"}";

    @LocalServerPort
    private int port;

    private Http browser;

    @DynamicPropertySource
    static void dashboards(DynamicPropertyRegistry properties) throws Exception {
        var folder = Files.createTempDirectory("dashboards");
        write(folder, "no-json", "{\"title\": ");
        write(folder, "no-object", "[]");
        write(folder, "empty", "");
        write(folder, "no-title", "{\"uid\": \"untitled\"}");
        write(folder, "no-uid", "{\"title\": \"Without a uid\"}");
        write(folder, "custom", VARIABLE.formatted("custom", "<b>Custom</b>", "\"a,b,c\"", "\"a\""));
        write(folder, "all", VARIABLE.formatted("all", "All", LABELS, "\"$__all\""));
        write(folder, "many", VARIABLE.formatted("many", "Many", LABELS, "[\"a\", \"b\"]"));
        write(
                folder,
                "number",
                "{\"uid\": \"number\", \"title\": \"Number\", \"panels\": [{\"id\": \"one\", \"type\": \"stat\", "
                        + "\"title\": \"x\"}]}");
        write(
                folder,
                "older",
                VARIABLE.formatted("older", "Of an older Grafana", "\"label_values(up, namespace)\"", "\"default\""));
        properties.add("orderflow.pager.dashboards", () -> folder);
        properties.add("orderflow.pager.stores.prometheus.url", () -> "http://127.0.0.1:1");
    }

    private static void write(Path folder, String name, String text) throws Exception {
        Files.writeString(folder.resolve(name + ".json"), text);
    }

    @BeforeEach
    void logIn() throws Exception {
        browser = new Http(port, "").logIn("alice", "correct horse battery");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-json   | no-json                       | it cannot be read as JSON of Grafana&#39;s model: ",
                "no-object | no-object                     | it has no uid",
                "empty     | empty                         | it ",
                "untitled  | no-title                      | it has no title",
                "no-uid    | Without a uid                 | it has no uid",
                "custom    | &lt;b&gt;Custom&lt;/b&gt;     | its variable namespace is not "
                        + "label_values(&lt;selector&gt;, &lt;label&gt;)",
                "all       | All                           | its variable namespace begins with &quot;$__all&quot;, "
                        + "which is not one value of letters",
                "many      | Many                          | its variable namespace begins with &quot;&quot;, which "
                        + "is not one value of letters",
                "number    | Number                        | it "
            })
    void itsTitleIsThereAndWhyItIsNotShown(String uid, String title, String why) throws Exception {
        var page = browser.visit("/board/" + uid);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>" + title + "</h1>", "aria-current=\"page\">" + title + "</a>")
                .containsPattern("The board cannot show this dashboard: <span>" + Pattern.quote(why))
                .doesNotContain("board.js", "<b>Custom");
        assertThat(browser.ask("/board/" + uid + "/1/data").statusCode()).isEqualTo(404);
    }

    @Test
    void theOthersAreShownAndNameThem() throws Exception {
        var page = browser.visit("/board/older").body();
        assertThat(page)
                .contains(
                        "<h1>Of an older Grafana</h1>",
                        ">All</a>",
                        ">no-json</a>",
                        "<option value=\"default\" selected=\"selected\">",
                        "board.js")
                .doesNotContain("cannot show");
    }
}
