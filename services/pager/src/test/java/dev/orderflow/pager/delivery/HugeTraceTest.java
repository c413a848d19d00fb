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
 * A trace that is more than the pager's heap, where no limit of answers is in its way. Memory that is used up is used
 * up for every thread, an HTTP client's own among them, so the process ends (as its image's flags say) and is started
 * again; the page alone has no evidence.
 */
class HugeTraceTest {

    /** Of nine megabytes, of which each third is an object of its own. */
    private static final String HUGE = "{\"data\":[" + "{},".repeat(3_000_000) + "{}]}";

    @TempDir
    private Path folder;

    @Test
    void aWalkThatEndsThePagerIsTriedTwiceAndTheNextPageIsWalked() throws Exception {
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
            stores.replaceTrace(HUGE);
            deliver(pager, chart, Deliveries.firing("huge", "huge", 1));
            awaitEnd(pager);
            pager.start();
            awaitEnd(pager);
            stores.restoreTrace();
            pager.resume();
            assertThat(answer(evidence(pager, 1))).contains("the pager ended 2 times while it was made");
            deliver(pager, chart, anothersAlert());
            assertThat(evidence(pager, 2).path("cause").asString()).isNotEmpty();
        }
    }

    private static void deliver(PagerProcess pager, Chart chart, String alerts) throws Exception {
        var alertmanager =
                new Http(pager.port(), Objects.requireNonNull(chart.secret().get("alertmanager-token")));
        assertThat(alertmanager.post("/api/v1/alertmanager", Http.JSON, alerts).statusCode())
                .isEqualTo(200);
    }

    /** Does not ask it anything meanwhile: it has no memory for an answer. */
    private static void awaitEnd(PagerProcess pager) throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> !pager.isAlive());
        assertThat(pager.log()).contains("OutOfMemoryError");
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
