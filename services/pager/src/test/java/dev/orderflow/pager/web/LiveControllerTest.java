package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The stream of changes to browsers. */
@PagerTest
class LiveControllerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Test
    void aPageArrivesLive() throws Exception {
        var browser = new Http(port, "").logIn("alice", "correct horse battery");
        var lines = new CopyOnWriteArrayList<String>();
        var stream =
                browser.client().sendAsync(browser.request("/live").GET().build(), HttpResponse.BodyHandlers.ofLines());
        // It waits for the next line as long as the stream is open: no thread of the common pool is for that.
        Thread.startVirtualThread(() -> stream.join().body().forEach(lines::add));
        await("the stream begins").atMost(PATIENCE).until(() -> !lines.isEmpty());
        assertThat(stream.join().headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        var before = lines.size();
        trigger();
        await("the stream reports the page")
                .atMost(PATIENCE)
                .until(() -> lines.stream().skip(before).anyMatch("event:change"::equals));
        stream.cancel(true);
    }

    @Test
    void withoutALoginNoStreamBegins() throws Exception {
        for (var browser : List.of(new Http(port, ""), new Http(port, Deliveries.TOKEN))) {
            assertThat(browser.get("/live").body()).contains("<h1>Log in</h1>");
        }
    }

    private void trigger() throws Exception {
        var delivery = Deliveries.firing(UUID.randomUUID().toString(), "live", 1);
        assertThat(new Http(port, Deliveries.TOKEN)
                        .post("/api/v1/alertmanager", Http.JSON, delivery)
                        .statusCode())
                .isEqualTo(200);
    }
}
