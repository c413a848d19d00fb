package dev.orderflow.pager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.processes.Child;
import dev.orderflow.processes.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pager that is a process of its own, killed (SIGKILL) after it has answered and before it could tell anybody. */
class KillTest {

    private static final Duration START = Duration.ofMinutes(3);
    private static final String PATH = "/api/v1/alertmanager";

    @TempDir
    private Path folder;

    private final int port = Ports.free();
    private final int webhook = Ports.free();

    @Test
    void whatWasTakenIsToldOnceAfterIt() throws Exception {
        var alertmanager = new Http(port, Deliveries.TOKEN);
        var api = new Http(port, "api-token-of-the-tests");
        try (var pager = start("killed")) {
            // Nobody listens at the webhook: what is taken cannot be told.
            assertThat(alertmanager.post(PATH, Http.JSON, Deliveries.firing("one", "taken before the kill", 1)).statusCode()).isEqualTo(200);
            pager.kill();
        }
        try (var receiver = new Receiver(webhook, 200, "{}"); var pager = start("restarted")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !receiver.received().isEmpty());
            // Alertmanager, which saw its connection die, would deliver again.
            assertThat(alertmanager.post(PATH, Http.JSON, Deliveries.firing("one", "taken before the kill", 1)).statusCode()).isEqualTo(200);
            await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(30)).until(() -> receiver.received().size() == 1);
            assertThat(receiver.received().getFirst().body()).contains("taken before the kill");
            var timeline = api.get("/api/v1/pages/1/timeline").body();
            assertThat(timeline).contains("CREATED", "NOTIFYING", "NOTIFIED", "DUPLICATE_SUPPRESSED");
            assertThat(api.get("/api/v1/pages").body()).contains("\"number\":1").doesNotContain("\"number\":2");
            pager.kill();
        }
    }

    private Child start(String name) {
        var environment = new HashMap<>(Map.of(
                "SERVER_PORT", Integer.toString(port),
                "SPRING_PROFILES_ACTIVE", "test",
                "ORDERFLOW_PAGER_DATABASE", folder.resolve("pager.db").toString(),
                "ORDERFLOW_ONCALL_PEOPLE_ALICE_WEBHOOK", "http://127.0.0.1:" + webhook + "/",
                "ORDERFLOW_ONCALL_PEOPLE_BOB_WEBHOOK", "http://127.0.0.1:" + webhook + "/"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Pager.class.getName());
        return Child.start(name, folder, environment, command).await(START, () -> Ports.answers(port));
    }
}
