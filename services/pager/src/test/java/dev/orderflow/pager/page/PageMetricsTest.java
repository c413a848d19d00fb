package dev.orderflow.pager.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What Prometheus scrapes. Other tests' pages count as well: what is looked at is what one more of each changes. */
@PagerTest
class PageMetricsTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestClock clock;

    @Autowired
    private Pages pages;

    @Test
    void aPagesWayFromItsBeginToItsEndIsMeasured() throws Exception {
        var alertmanager = new Http(port, Deliveries.TOKEN);
        var responder = new Http(port, "api-token-of-the-tests");
        var before = scrape();
        var key = UUID.randomUUID().toString();
        alertmanager.post("/api/v1/alertmanager", Http.JSON, Deliveries.firing(key, "measured", 1));
        var number = pages.open(10_000).stream()
                .filter(page -> page.dedupKey().equals(key))
                .findFirst()
                .orElseThrow()
                .number();
        var triggered = scrape();
        assertThat(value(triggered, "pager_pages_open{state=\"triggered\"}")
                        - value(before, "pager_pages_open{state=\"triggered\"}"))
                .isEqualTo(1);
        assertThat(value(triggered, "pager_timeline_entries_total{kind=\"created\"}")
                        - value(before, "pager_timeline_entries_total{kind=\"created\"}"))
                .isEqualTo(1);
        clock.advance(Duration.ofSeconds(90));
        responder.post("/api/v1/pages/" + number + "/acknowledge", Http.JSON, "");
        clock.advance(Duration.ofSeconds(210));
        responder.post("/api/v1/pages/" + number + "/resolve", Http.JSON, "");
        var after = scrape();
        assertThat(value(after, "pager_pages_open{state=\"triggered\"}"))
                .isEqualTo(value(before, "pager_pages_open{state=\"triggered\"}"));
        assertThat(added(before, after, "pager_time_to_acknowledge_seconds_bucket{le=\"60.0\"}"))
                .isZero();
        assertThat(added(before, after, "pager_time_to_acknowledge_seconds_bucket{le=\"120.0\"}"))
                .isEqualTo(1);
        assertThat(added(before, after, "pager_time_to_acknowledge_seconds_sum"))
                .isEqualTo(90);
        assertThat(added(before, after, "pager_time_to_resolve_seconds_sum")).isEqualTo(300);
    }

    @Test
    void allThatCanHappenIsThereBeforeItDoes() throws Exception {
        var scrape = scrape();
        for (var kind : Timeline.Kind.values()) {
            assertThat(scrape)
                    .contains(
                            "pager_timeline_entries_total{kind=\"" + kind.name().toLowerCase(Locale.ROOT) + "\"}");
        }
        assertThat(scrape.lines().filter(line -> !line.startsWith("#")))
                .allSatisfy(line -> assertThat(line).startsWith("pager_"));
    }

    @Test
    void whoHasNoTokenOfPrometheusReadsNoMetrics() throws Exception {
        assertThat(new Http(port, "").get("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(new Http(port, "")
                        .logIn("alice", "correct horse battery")
                        .get("/actuator/prometheus")
                        .statusCode())
                .isEqualTo(401);
        assertThat(new Http(port, "api-token-of-the-tests")
                        .get("/actuator/prometheus")
                        .statusCode())
                .isEqualTo(403);
    }

    private String scrape() throws Exception {
        var answer = new Http(port, Deliveries.TOKEN).get("/actuator/prometheus");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static double added(String before, String after, String series) {
        return value(after, series) - value(before, series);
    }

    private static double value(String scrape, String series) {
        var line = Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(scrape);
        assertThat(line.find()).as("%s in%n%s", series, scrape).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
