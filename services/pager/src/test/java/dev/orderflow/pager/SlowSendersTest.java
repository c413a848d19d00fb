package dev.orderflow.pager;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Senders without a login, whose bodies come a byte at a time, hold up nobody and end. */
@PagerTest
class SlowSendersTest {

    private static final int SENDERS = 100;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Open to all: the body is read.
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n",
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
                        + "chunked\r\n",
                "POST /v2/enqueue HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n",
                // Forms: read for the token against forgery, and for the name.
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n",
                "POST /pages/1/acknowledge HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
                "POST /error HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
                // Refused before: the server would read on.
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + "application/x-www-form-urlencoded\r\nContent-Length: 15000000\r\n",
                "POST /api/v1/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + "15000000\r\n",
                "POST /api/v1/verdicts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Type: "
                        + "application/json\r\nContent-Length: 60000\r\n",
                "POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n",
                "POST /actuator/health HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                        + "60000\r\n",
                "GET /status HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n",
                // A head that is never complete.
                "GET /status HTTP/1.1\r\nHost: x\r\nX-Slow: a"
            })
    void slowSendersHoldUpNobody(String head) throws Exception {
        try (var senders = new SlowSenders(port, SENDERS, head)) {
            var nobody = new Http(port, "");
            var alertmanager = new Http(port, Deliveries.TOKEN);
            for (var turn = 0; turn < 5; turn++) {
                assertThat(answer(nobody.request("/actuator/health/liveness").GET()))
                        .isEqualTo(200);
                assertThat(answer(alertmanager
                                .request("/api/v1/alertmanager")
                                .header("Content-Type", Http.JSON)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        Deliveries.firing("slow " + turn, "slow", 2)))))
                        .isEqualTo(200);
            }
            assertThat(new Http(port, "")
                            .submit("/login", Map.of("username", "alice", "password", "x"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(nobody.post("/v2/enqueue", Http.JSON, event()).statusCode())
                    .isEqualTo(202);
            assertThat(senders.remaining(Duration.ofSeconds(20)))
                    .as("senders that are still served")
                    .isZero();
        }
    }

    /** Returns the status of an answer on a connection of its own. */
    private static int answer(HttpRequest.Builder request) throws Exception {
        return new Http(0, "")
                .client()
                .send(request.timeout(SlowSenders.PATIENCE_OF_OTHERS).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static String event() {
        return """
                {"routing_key":"0123456789abcdef0123456789abcdef","dedup_key":"%s","event_action":"trigger",
                 "payload":{"summary":"slow","source":"test","severity":"critical"}}""".formatted(UUID.randomUUID());
    }
}
