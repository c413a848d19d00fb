package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.testkit.RecordedSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A trace that is more than the pager's heap, where no limit of answers is in its way: its page alone has no evidence.
 */
class HugeTraceTest {

    /** Of nine megabytes, of which each third is an object of its own. */
    private static final String HUGE = "{\"data\":[" + "{},".repeat(3_000_000) + "{}]}";

    @TempDir
    private Path folder;

    @Test
    void anErrorOfAWalkIsItsPagesAndTheNextIsWalked() throws Exception {
        var chart = Chart.render();
        try (var person = new Person();
                var stores = new RecordedSystem("locked-row");
                var pager = new PagerProcess(
                        chart,
                        folder,
                        person.address(),
                        1,
                        Map.of(
                                "JAVA_TOOL_OPTIONS", "-Dorderflow.walk.largest-answer=100000000",
                                "ORDERFLOW_PAGER_STORES_PROMETHEUS_URL", stores.url(),
                                "ORDERFLOW_PAGER_STORES_JAEGER_URL", stores.url(),
                                "ORDERFLOW_PAGER_STORES_VICTORIALOGS_URL", stores.url()))) {
            var alertmanager =
                    new Http(pager.port(), Objects.requireNonNull(chart.secret().get("alertmanager-token")));
            stores.replaceTrace(HUGE);
            assertThat(alertmanager
                            .post("/api/v1/alertmanager", Http.JSON, Deliveries.firing("huge", "huge", 1))
                            .statusCode())
                    .isEqualTo(200);
            // Not asked over HTTP meanwhile: it has no memory for an answer.
            await().atMost(Duration.ofMinutes(2)).until(() -> pager.log().contains("page 1: the walk failed"));
            stores.restoreTrace();
            assertThat(answer(evidence(pager, 1))).contains("the walk failed: java.lang.OutOfMemoryError");
            assertThat(alertmanager
                            .post("/api/v1/alertmanager", Http.JSON, anothersAlert())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(evidence(pager, 2).path("cause").asString()).isNotEmpty();
        }
    }

    private static String anothersAlert() {
        return Deliveries.firing("next", "next", 1).replace("\"fingerprint\":\"00", "\"fingerprint\":\"ff");
    }

    /** Waits for the hops: a walk that has only begun has none. */
    private static JsonNode evidence(PagerProcess pager, int page) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !pager.get("/api/v1/pages/" + page + "/evidence")
                        .path(0)
                        .path("hops")
                        .isEmpty());
        try {
            return pager.get("/api/v1/pages/" + page + "/evidence").path(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String answer(JsonNode chain) {
        return chain.path("hops")
                .path(chain.path("hops").size() - 1)
                .path("answer")
                .asString();
    }
}
