package dev.orderflow.pager.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alertmanager's one answer comes from a server of the test. */
@PagerTest
class PageApiTest {

    private static final TestServer ALERTMANAGER =
            TestServer.start(_ -> TestServer.Answer.json("{\"silenceID\":\"8d6f9a\"}"));

    @LocalServerPort
    private int port;

    @Autowired
    private JsonMapper json;

    private Http api;
    private long number;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        properties.add("orderflow.pager.stores.alertmanager.url", ALERTMANAGER::url);
    }

    @AfterAll
    static void stop() {
        ALERTMANAGER.close();
    }

    @BeforeEach
    void page() throws Exception {
        api = new Http(port, "api-token-of-the-tests");
        var key = UUID.randomUUID().toString();
        new Http(port, Deliveries.TOKEN)
                .post("/api/v1/alertmanager", Http.JSON, Deliveries.firing(key, "5XX error rate crossed threshold", 1));
        number = read("/api/v1/pages?limit=1000")
                .valueStream()
                .filter(page -> page.path("dedupKey").asString().equals(key))
                .findFirst()
                .orElseThrow()
                .path("number")
                .asLong();
    }

    @Test
    void aPageIsReadAcknowledgedAndResolved() throws Exception {
        assertThat(read("/api/v1/pages/" + number).path("state").asString()).isEqualTo("TRIGGERED");
        var acknowledged = api.post("/api/v1/pages/%d/acknowledge".formatted(number), Http.JSON, "");
        assertThat(acknowledged.body()).contains("\"state\":\"ACKNOWLEDGED\"", "\"acknowledgedBy\":\"responder\"");
        assertThat(api.post("/api/v1/pages/%d/resolve".formatted(number), Http.JSON, "")
                        .body())
                .contains("\"state\":\"RESOLVED\"");
        assertThat(read("/api/v1/pages?state=resolved")
                        .valueStream()
                        .map(page -> page.path("number").asLong()))
                .contains(number);
        assertThat(read("/api/v1/pages/%d/timeline".formatted(number))
                        .valueStream()
                        .map(entry -> entry.path("kind").asString()))
                .contains("CREATED", "NOTIFYING", "ACKNOWLEDGED", "RESOLVED");
        assertThat(read("/api/v1/pages/%d/evidence".formatted(number)).isArray())
                .isTrue();
    }

    @Test
    void aSilenceIsMadeInAlertmanagerAndNoted() throws Exception {
        var answer = api.post(
                "/api/v1/pages/%d/silence".formatted(number), Http.JSON, "{\"minutes\":30,\"comment\":\"we know\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"8d6f9a\"");
        var sent = ALERTMANAGER.requests().getLast();
        assertThat(sent.path()).isEqualTo("/api/v2/silences");
        var silence = json.readTree(sent.body());
        assertThat(silence.path("matchers")
                        .valueStream()
                        .map(matcher -> matcher.path("name").asString() + "="
                                + matcher.path("value").asString()))
                .containsExactlyInAnyOrder("alertname=ErrorRateHigh", "severity=page", "service=gateway");
        assertThat(silence.path("createdBy").asString()).isEqualTo("responder");
        assertThat(read("/api/v1/pages/%d/timeline".formatted(number)).toString())
                .contains("SILENCED", "we know (silence 8d6f9a)");
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        assertThat(api.get("/api/v1/pages/999999").body()).contains("\"code\":\"NOT_FOUND\"");
        assertThat(api.get("/api/v1/pages?state=lost").body()).contains("\"code\":\"VALIDATION_FAILED\"");
        assertThat(api.get("/api/v1/pages?limit=0").body()).contains("\"code\":\"VALIDATION_FAILED\"");
        assertThat(api.get("/api/v1/pages/x").statusCode()).isEqualTo(400);
        var silence = "/api/v1/pages/%d/silence".formatted(number);
        assertThat(api.post(silence, Http.JSON, "{\"minutes\":0,\"comment\":\"\"}")
                        .body())
                .contains("\"code\":\"VALIDATION_FAILED\"");
        assertThat(api.post(silence, Http.JSON, "{\"minuets\":1}").body()).contains("\"code\":\"MALFORMED_REQUEST\"");
    }

    @Test
    void withoutATokenOfTheApiNothingIsReadOrDone() throws Exception {
        for (var path : List.of("/api/v1/pages", "/api/v1/pages/" + number, "/api/v1/nothing")) {
            assertThat(new Http(port, "").get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(new Http(port, Deliveries.TOKEN).get(path).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(new Http(port, "wrong")
                        .post("/api/v1/pages/%d/resolve".formatted(number), Http.JSON, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(read("/api/v1/pages/" + number).path("state").asString()).isEqualTo("TRIGGERED");
    }

    private JsonNode read(String path) throws IOException, InterruptedException {
        return json.readTree(api.get(path).body());
    }
}
