package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Http;
import dev.orderflow.testkit.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Sixty thousand alerts on six hundred open pages, in the heap that the pager has in its pod. */
@Isolated
class SmallHeapTest {

    private static final int GROUPS = 600;
    private static final int ALERTS = 100;

    /** As many as a list of four megabytes has. */
    private static final int LISTED = 20;

    private static final Pattern OPEN = Pattern.compile("pager_pages_open\\{state=\"triggered\"} ([0-9.]+)");

    @TempDir
    private Path folder;

    private volatile String list = "";
    private TestServer server;

    @BeforeEach
    void listen() {
        server = TestServer.start(request -> {
            if (!request.path().startsWith("/api/v2/alerts")) {
                return TestServer.Answer.of(404);
            }
            return list.isEmpty() ? TestServer.Answer.of(503) : TestServer.Answer.json(list);
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void allPagesAreComparedWithAlertmanagersListAndListed() throws Exception {
        var chart = Chart.render();
        try (var person = new Person();
                var pager = new PagerProcess(
                        chart,
                        folder,
                        person.address(),
                        server.port(),
                        Map.of(
                                "ORDERFLOW_PAGER_RECONCILIATION_INTERVAL", "500ms",
                                "ORDERFLOW_PAGER_RECONCILIATION_MISSING", "3s"))) {
            var alertmanager =
                    new Http(pager.port(), Objects.requireNonNull(chart.secret().get("alertmanager-token")));
            deliver(alertmanager);
            assertThat(open(alertmanager)).isEqualTo(GROUPS);
            var api =
                    new Http(pager.port(), Objects.requireNonNull(chart.secret().get("api-token")));
            var all = api.client()
                    .send(api.request("/api/v1/pages?limit=1000").build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(all.body().mapToLong(String::length).sum()).isGreaterThan(GROUPS * ALERTS * 1000L);
            list = "["
                    + IntStream.range(0, LISTED).mapToObj(SmallHeapTest::listed).collect(Collectors.joining(",")) + "]";
            assertThat(list.length()).isBetween(3_000_000, 3_800_000);
            await().atMost(Duration.ofMinutes(2)).until(() -> open(alertmanager) == LISTED);
            assertThat(pager.log()).doesNotContain("OutOfMemoryError");
        }
    }

    private static void deliver(Http alertmanager) throws Exception {
        try (var senders = Executors.newFixedThreadPool(4)) {
            var deliveries = new ArrayList<Callable<Integer>>();
            for (var group = 0; group < GROUPS; group++) {
                var body = delivery(group);
                deliveries.add(() -> alertmanager
                        .post("/api/v1/alertmanager", Http.JSON, body)
                        .statusCode());
            }
            for (var answer : senders.invokeAll(deliveries)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
    }

    private static double open(Http alertmanager) throws Exception {
        var open = OPEN.matcher(alertmanager.get("/actuator/prometheus").body());
        assertThat(open.find()).isTrue();
        return Double.parseDouble(open.group(1));
    }

    private static String delivery(int group) {
        return """
                {"receiver":"pager","status":"firing","alerts":[%s],"groupLabels":{"alertname":"Many","service":"%d"},"commonLabels":{"alertname":"Many","service":"%d"},
                 "commonAnnotations":{},"externalURL":"http://alertmanager","version":"4","groupKey":"group %d","truncatedAlerts":0}""".formatted(
                        each(group, "\"status\":\"firing\",\"endsAt\":\"0001-01-01T00:00:00Z\""), group, group, group);
    }

    private static String listed(int group) {
        return each(
                group,
                "\"receivers\":[{\"name\":\"pager\"}],\"status\":{\"state\":\"active\",\"silencedBy\":[],"
                        + "\"inhibitedBy\":[]}");
    }

    private static String each(int group, String more) {
        return IntStream.range(0, ALERTS)
                .mapToObj(alert ->
                        """
                        {"labels":{"alertname":"Many","severity":"page","service":"%d","pod":"%d"},"annotations":{"description":"%s"},
                         "startsAt":"2026-11-25T01:59:00.123Z","generatorURL":"","fingerprint":"%08x%08x",%s}""".formatted(group, alert, "a disk is full of this text; ".repeat(50), group, alert, more))
                .collect(Collectors.joining(","));
    }
}
