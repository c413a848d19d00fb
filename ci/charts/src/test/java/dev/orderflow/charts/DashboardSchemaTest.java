package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The dashboards, with each panel's options, have no field and no value that Grafana's types of this version do not
 * know.
 */
class DashboardSchemaTest {

    @BeforeAll
    static void install() throws Exception {
        Npm.install();
    }

    @Test
    void everyDashboardIsOne() throws Exception {
        var files = Dashboards.all().stream().map(Dashboards.Dashboard::file).toList();
        var errors = Npm.run("schema.js", files);
        assertThat(errors.properties()).hasSameSizeAs(files);
        assertThat(errors.properties())
                .allSatisfy(file -> assertThat(file.getValue().valueStream().map(JsonNode::asString))
                        .as(file.getKey())
                        .isEmpty());
    }

    @Test
    void whatGrafanaDoesNotKnowIsFoundWithItsPlace() throws Exception {
        assertThat(wrong("\"uid\": \"night-shift\"", "\"uid\": \"night-shift\", \"uuid\": \"night-shift\""))
                .singleElement()
                .asString()
                .startsWith("line ")
                .contains("uuid");
        assertThat(wrong("\"mode\": \"absolute\"", "\"mode\": \"absolutely\""))
                .first()
                .asString()
                .startsWith("line ")
                .contains("absolutely");
        assertThat(wrong("\"graphMode\": \"none\"", "\"graphMode\": \"some\""))
                .first()
                .asString()
                .startsWith("panel ")
                .contains("some");
        assertThat(wrong("\"fill\": \"dash\"", "\"fill\": \"dashes\""))
                .first()
                .asString()
                .startsWith("panel ")
                .contains("dashes");
        assertThat(wrong("\"displayMode\": \"list\"", "\"displayMood\": \"list\""))
                .first()
                .asString()
                .startsWith("panel ")
                .contains("displayMood");
    }

    /** What is found once a text is replaced wherever it stands. */
    private static List<String> wrong(String text, String other) throws IOException, InterruptedException {
        var file = Dashboards.all().stream()
                .filter(dashboard -> dashboard.uid().equals("night-shift"))
                .findFirst()
                .orElseThrow()
                .file();
        var right = Files.readString(file);
        assertThat(right).contains(text);
        return Npm.run("schema.js", List.of(Npm.file("wrong.json", right.replace(text, other))))
                .path("wrong.json")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }
}
