package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.PagerTest;
import dev.orderflow.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** However many look on, Prometheus answers two at a time. */
@PagerTest
class BoardTurnsTest {

    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static final CountDownLatch ANSWER = new CountDownLatch(1);

    @Autowired
    private Board board;

    @Autowired
    private Dashboards dashboards;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        var prometheus = TestServer.start(_ -> {
            MOST.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
            ANSWER.await();
            INSIDE.decrementAndGet();
            return TestServer.Answer.json("{\"data\":{\"result\":[]}}");
        });
        properties.add("orderflow.pager.dashboards", () -> BoardFilesTest.FOLDER);
        properties.add("orderflow.pager.stores.prometheus.url", prometheus::url);
    }

    @Test
    void manyWhoLookOnTakeTurns() throws Exception {
        var dashboard = dashboards.get("night-shift");
        var choice = Choice.of(dashboard, Map.of());
        var panel = dashboard.panels().stream()
                .filter(each -> each.type().equals("stat"))
                .findFirst()
                .orElseThrow();
        try (var onlookers = Executors.newVirtualThreadPerTaskExecutor()) {
            var drawings = new ArrayList<Future<Drawing>>();
            for (int i = 0; i < 8; i++) {
                drawings.add(onlookers.submit(() -> board.draw(panel, choice)));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> INSIDE.get() == 2);
            ANSWER.countDown();
            for (var drawing : drawings) {
                assertThat(drawing.get().stats()).isEmpty();
            }
        }
        assertThat(MOST).hasValue(2);
    }
}
