package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.SlowSenders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More slow requests at a time than the pager accepts connections, in the heap that it has in its pod. */
@Isolated
class CrowdTest {

    private static final int SENDERS = 1600;

    @TempDir
    private static Path folder;

    private static Person person;
    private static PagerProcess pager;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        var chart = Chart.render();
        token = Objects.requireNonNull(chart.secret().get("alertmanager-token"));
        person = new Person();
        // No Alertmanager is asked for its list here.
        pager = new PagerProcess(chart, folder, person.address(), 1, Map.of());
    }

    @AfterAll
    static void stop() {
        pager.close();
        person.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/alertmanager, Content-Length: 1000",
        "/v2/enqueue, Content-Length: 1000",
        "/login, Content-Length: 1000",
        "/, 'X-Endless: '",
    })
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void thePagerOutlivesIt(String path, String header) throws Exception {
        var head = "POST %s HTTP/1.1\r\nHost: pager\r\nAuthorization: Bearer %s\r\n%s".formatted(path, token, header);
        // The end of the head, but for a header that has none.
        var line = header.startsWith("Content-Length") ? "\r\n" : "";
        try (var senders = new SlowSenders(pager.port(), SENDERS, head + line)) {
            assertThat(senders.remaining(Duration.ofMinutes(1))).isZero();
        }
        assertThat(pager.log()).doesNotContain("OutOfMemoryError");
        var other = new Http(pager.port(), "");
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> other.get("/status").statusCode() == 200);
    }
}
