package dev.orderflow.pager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.testkit.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Causes that a program states through the API. */
@PagerTest
class VerdictApiTest {

    private static final String VERDICTS = "/api/v1/verdicts";
    private static final String TRACE = "0e1c32ac30d57e9855178e9bb120340c";

    @LocalServerPort
    private int port;

    @Autowired
    private JsonMapper json;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Pages pages;

    @Autowired
    private TestClock clock;

    private Http api;
    private long page;

    @BeforeEach
    void page() throws Exception {
        api = new Http(port, "api-token-of-the-tests");
        page = Deliveries.page(port, pages);
    }

    @Test
    void aProgramStatesACauseAndThePageKeepsIt() throws Exception {
        var before = clock.instant();
        clock.advance(Duration.ofMinutes(3));
        var answer = state("""
                {"page": %d, "component": "postgresql", "mechanism": "slow-statement", "traceId": "%s"}""".formatted(page, TRACE));
        assertThat(answer.path("at").asString())
                .isEqualTo(before.plus(Duration.ofMinutes(3)).toString());
        assertThat(answer.path("who").asString()).isEqualTo("responder");
        assertThat(answer.path("page").asLong()).isEqualTo(page);
        assertThat(newest()).isEqualTo(answer);
        assertThat(api.get("/api/v1/pages/%d/timeline".formatted(page)).body())
                .contains("\"CAUSE_STATED\"", "postgresql, slow-statement, by trace " + TRACE);
    }

    @Test
    void noIncidentNeedsNoPage() throws Exception {
        var answer = state("{\"component\": \"none\", \"mechanism\": \"none\"}");
        assertThat(answer.path("page").isNull()).isTrue();
        assertThat(answer.path("traceId").asString()).isEmpty();
    }

    @Test
    void whoErrsStatesAnotherAndBothStay() throws Exception {
        var first = state("{\"component\": \"kafka\", \"mechanism\": \"disk-full\"}");
        var second = state("{\"component\": \"valkey\", \"mechanism\": \"unreachable\"}");
        var kept = json.readTree(api.get(VERDICTS + "?limit=2").body());
        assertThat(kept.valueStream()).containsExactly(second, first);
        for (var sql : List.of("update verdict set mechanism = 'none'", "delete from verdict")) {
            assertThatException().isThrownBy(() -> jdbc.sql(sql).update()).withMessageContaining("only added to");
        }
    }

    @Test
    void aWrongWordIsAnsweredWithThoseThatThereAre() throws Exception {
        refused(
                "{\"component\": \"database\", \"mechanism\": \"unreachable\"}",
                "component must be one of: gateway, auth,");
        refused(
                "{\"component\": \"kafka\", \"mechanism\": \"broken\"}",
                "mechanism must be one of: connections-exhausted,");
        refused("{\"component\": \"none\", \"mechanism\": \"overload\"}", "go together");
        refused(
                "{\"component\": \"kafka\", \"mechanism\": \"overload\", \"traceId\": \"4BF9\"}",
                "32 hexadecimal digits");
        refused("{\"component\": \"none\", \"mechanism\": \"none\", \"traceId\": \"" + TRACE + "\"}", "must be empty");
        assertThat(api.post(VERDICTS, Http.JSON, "{\"component\": \"kafka\"}").body())
                .contains("\"code\":\"VALIDATION_FAILED\"", "mechanism");
        assertThat(api.post(VERDICTS, Http.JSON, "{\"cause\": \"kafka\"}").body())
                .contains("\"code\":\"MALFORMED_REQUEST\"");
        var nowhere = api.post(
                VERDICTS, Http.JSON, "{\"page\": 999999, \"component\": \"kafka\", \"mechanism\": \"overload\"}");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(api.get("/api/v1/causes").body())
                .contains("\"components\":[\"gateway\",", "\"overload\"", ",\"none\"]");
    }

    @Test
    void withoutATokenOfTheApiNothingIsStated() throws Exception {
        var body = "{\"component\": \"none\", \"mechanism\": \"none\"}";
        assertThat(new Http(port, "").post(VERDICTS, Http.JSON, body).statusCode())
                .isEqualTo(401);
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post(VERDICTS, Http.JSON, body)
                        .statusCode())
                .isEqualTo(403);
    }

    private JsonNode state(String body) throws IOException, InterruptedException {
        var answer = api.post(VERDICTS, Http.JSON, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json.readTree(answer.body());
    }

    private void refused(String body, String words) throws IOException, InterruptedException {
        var answer = api.post(VERDICTS, Http.JSON, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"VALIDATION_FAILED\"", words);
    }

    private JsonNode newest() throws IOException, InterruptedException {
        return json.readTree(api.get(VERDICTS + "?limit=1").body()).path(0);
    }
}
