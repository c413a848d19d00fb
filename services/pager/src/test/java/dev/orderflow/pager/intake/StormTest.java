package dev.orderflow.pager.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.Latencies;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** With a database of its own, since it leaves a thousand pages. */
@Isolated
@PagerTest
@TestPropertySource(properties = "orderflow.pager.url=http://storm.example.com")
class StormTest {

    private static final int GROUPS = 1000;

    /** Of each group, by Alertmanager. */
    private static final int LEFT_OUT = 3;

    @LocalServerPort
    private int port;

    @Autowired
    private Pages pages;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void aThousandGroupsAtOnceAreAThousandPagesAndEachNotifiesOnce() throws Exception {
        var alertmanager = new Http(port, Deliveries.TOKEN);
        var responder = new Http(port, "").logIn("alice", "correct horse battery");
        var list = new Latencies();
        try (var senders = Executors.newFixedThreadPool(10)) {
            var deliveries = new ArrayList<Callable<Integer>>();
            for (var number = 0; number < GROUPS; number++) {
                var group = Deliveries.firing("group " + number, "storm", 1)
                        .replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":" + LEFT_OUT);
                deliveries.add(() -> alertmanager
                        .post("/api/v1/alertmanager", Http.JSON, group)
                        .statusCode());
                if (number % 10 == 5) {
                    deliveries.add(() -> list.time(() -> responder.get("/")).statusCode());
                }
            }
            for (var answer : senders.invokeAll(deliveries)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        System.out.println("A thousand deliveries, ten at a time; the list of pages meanwhile: " + list);
        // Not a measurement: only that nobody waits in vain.
        assertThat(list.percentile(99)).isLessThan(10_000);
        assertThat(pages.countOpen()).isEqualTo(GROUPS);
        assertThat(pages.open(GROUPS)).allMatch(page -> page.detail().count() == 1 + LEFT_OUT);
        assertThat(responder.get("/").body()).contains("1000 pages are open", "These are the first 100.");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> count("select count(*) from notification where sent_at is null") == 0);
        assertThat(count("select count(*) from notification")).isEqualTo(GROUPS);
        assertThat(count("select count(*) from timeline where kind = 'NOTIFIED'"))
                .isEqualTo(GROUPS);
    }

    private int count(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
