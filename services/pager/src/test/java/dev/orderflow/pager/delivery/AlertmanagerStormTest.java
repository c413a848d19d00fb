package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.Latencies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/**
 * A thousand alerts in one go: one group of five hundred, of which Alertmanager leaves out four hundred, and five
 * hundred of one.
 */
@Isolated
class AlertmanagerStormTest {

    private static final int OF_ONE_GROUP = 500;
    private static final int ALONE = 500;
    private static final Duration SOON = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    @Test
    void noneIsLostAndEachGroupIsOnePage() throws Exception {
        try (var way = Way.start(folder)) {
            var list = new Latencies();
            var over = new AtomicBoolean();
            try (var responder = Executors.newSingleThreadExecutor()) {
                var looks = responder.submit(looking(way, list, over));
                try {
                    assertThat(way.alertmanager().post(Rules.once(alerts()))).isTrue();
                    await().atMost(SOON).until(() -> alerts(open(way)) == OF_ONE_GROUP + ALONE);
                    await().atMost(SOON).until(() -> ids(way).size() >= ALONE + 1);
                } finally {
                    over.set(true);
                }
                looks.get();
            }
            await().during(Duration.ofSeconds(10))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> way.person().messages().size() == ALONE + 1);
            var pages = open(way);
            assertThat(pages).hasSize(ALONE + 1);
            assertThat(pages.stream()
                            .map(page -> page.path("dedupKey").asString())
                            .distinct())
                    .hasSize(ALONE + 1);
            assertThat(pages)
                    .filteredOn(page -> service(page).equals("group"))
                    .singleElement()
                    .satisfies(page -> {
                        assertThat(page.at("/detail/alerts").size()).isEqualTo(100);
                        assertThat(page.at("/detail/truncated").asInt()).isEqualTo(400);
                    });
            System.out.println(
                    ("A thousand alerts at once: %d pages, %d messages; %d deliveries of Alertmanager's failed; the "
                                    + "list of pages meanwhile: %s")
                            .formatted(
                                    pages.size(),
                                    way.person().messages().size(),
                                    way.alertmanager().failures(),
                                    list));
            // Not a measurement: only that nobody waits in vain.
            assertThat(list.percentile(99)).isLessThan(10_000);
        }
    }

    /** Alice has the list open, and it changes all the time. */
    private static Callable<Void> looking(Way way, Latencies list, AtomicBoolean over) throws Exception {
        var browser = new Http(way.pager().port(), "")
                .logIn("alice", String.valueOf(way.chart().secret().get("alice-password")));
        return () -> {
            while (!over.get()) {
                assertThat(list.time(() -> browser.get("/")).body()).contains("Log out");
            }
            return null;
        };
    }

    private static List<Map<String, String>> alerts() {
        var all = new ArrayList<Map<String, String>>();
        for (var number = 0; number < OF_ONE_GROUP; number++) {
            all.add(Rules.labels("ErrorRateHigh", "group", "pod-" + number));
        }
        for (var number = 0; number < ALONE; number++) {
            all.add(Rules.labels("ErrorRateHigh", "service-" + number, "pod"));
        }
        return all;
    }

    private static List<JsonNode> open(Way way) throws Exception {
        return way.pager().get("/api/v1/pages?limit=1000").valueStream().toList();
    }

    private static int alerts(List<JsonNode> pages) {
        return pages.stream()
                .mapToInt(page -> page.at("/detail/alerts").size()
                        + page.at("/detail/truncated").asInt())
                .sum();
    }

    private static String service(JsonNode page) {
        return page.at("/detail/labels/service").asString("");
    }

    private static HashSet<String> ids(Way way) {
        var ids = new HashSet<String>();
        way.person().messages().forEach(message -> ids.add(message.id()));
        return ids;
    }
}
