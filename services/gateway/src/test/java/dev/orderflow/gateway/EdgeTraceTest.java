package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The gateway with the real agent, set up as the Operator does it: each request begins a trace of its own, and ends its
 * calls.
 */
class EdgeTraceTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TRACE = "ab".repeat(16);

    @TempDir
    private static Path folder;

    /** Calls that auth has accepted, and that nobody has hung up. It answers none. */
    private static final AtomicInteger OPEN = new AtomicInteger();

    private static final AtomicInteger ACCEPTED = new AtomicInteger();
    private static ServerSocket auth;
    private static TestServer peer;
    private static Child gateway;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        peer = TestServer.start(_ -> TestServer.Answer.json("[]"));
        port = Ports.free();
        var environment = agentSettings();
        // Nothing here is about how fast a busy machine is.
        environment.put("ORDERFLOW_DEADLINE_REQUEST", "10s");
        environment.putAll(Map.of(
                "OTEL_TRACES_EXPORTER", "console",
                "OTEL_METRICS_EXPORTER", "none",
                "OTEL_LOGS_EXPORTER", "none",
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                "SERVER_ADDRESS", "127.0.0.1",
                "SERVER_PORT", Integer.toString(port),
                "ORDERFLOW_IDENTITY_KEY", key().toUri().toString()));
        auth = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(EdgeTraceTest::acceptCalls);
        environment.put("ORDERFLOW_CLIENTS_AUTH_URL", "http://127.0.0.1:" + auth.getLocalPort());
        for (var service : List.of("USER", "INVENTORY", "ORDER")) {
            environment.put("ORDERFLOW_CLIENTS_" + service + "_URL", peer.url().toString());
        }
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        gateway = Child.start(
                "gateway",
                folder,
                environment,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + agent(classPath),
                        "-cp",
                        classPath,
                        GatewayApplication.class.getName()));
        // Its first request would else meet a gateway that is still warming up, and its deadline.
        gateway.await(Duration.ofMinutes(4), EdgeTraceTest::isReady);
    }

    private static boolean isReady() {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://127.0.0.1:" + port + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        auth.close();
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not sampled: would be in no trace.
                "00-abababababababababababababababab-cdcdcdcdcdcdcdcd-00",
                // Sampled: would join whoever sends the same.
                "00-abababababababababababababababab-cdcdcdcdcdcdcdcd-01",
                "01-abababababababababababababababab-cdcdcdcdcdcdcdcd-00-more"
            })
    void aClientsTraceContextIsNotTaken(String traceparent) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/products"))
                        .timeout(Duration.ofSeconds(20))
                        .header("TraceParent", traceparent)
                        .header("tracestate", "client=1")
                        .header("baggage", "shopper=alice")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        var trace = answer.headers().firstValue("Trace-Id").orElseThrow();
        assertThat(trace).isNotEqualTo(TRACE);
        // The service behind continues the gateway's trace, which is sampled.
        var passed = peer.requests().stream()
                .map(TestServer.Request::headers)
                .filter(headers ->
                        String.valueOf(headers.getFirst("traceparent")).contains(trace))
                .findFirst()
                .orElseThrow();
        assertThat(passed.get("traceparent"))
                .singleElement()
                .satisfies(passedOn -> assertThat(passedOn)
                        // The lowest flag: sampled.
                        .matches("00-" + trace + "-[0-9a-f]{16}-0[13]"));
        assertThat(passed).doesNotContainKey("Baggage");
        assertThat(passed.getOrDefault("Tracestate", List.of())).doesNotContain("client=1");
        // The trace is complete: it is exported, with the gateway's own span at its root.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Files.readString(folder.resolve("gateway.log")))
                        .contains(trace)
                        .doesNotContain(TRACE));
    }

    @Test
    void aCallThatIsGivenUpIsHungUpUnderTheAgentToo() throws Exception {
        var before = ACCEPTED.get();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth/login"))
                                    .timeout(Duration.ofSeconds(30))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"email\":\"a@example.com\",\"password\":\"x\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())))
                    .toList();
            for (var answer : answers) {
                // Ten wrong passwords at once are tried; who comes then is refused here.
                assertThat(answer.get().statusCode()).isIn(504, 429);
            }
        }
        assertThat(ACCEPTED.get() - before).isPositive();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(OPEN).hasValue(0));
    }

    private static void acceptCalls() {
        try {
            while (true) {
                var socket = auth.accept();
                ACCEPTED.incrementAndGet();
                OPEN.incrementAndGet();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // Reset: hung up too.
                    } finally {
                        OPEN.decrementAndGet();
                    }
                });
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static Map<String, String> agentSettings() throws IOException {
        try (var text = Files.newBufferedReader(Path.of("../../operator-instrumentation.yaml"))) {
            Map<String, Object> file = new Yaml().load(text);
            var spec = map(file.get("spec"));
            var settings = new HashMap<String, String>();
            for (var variable : (List<?>) map(spec.get("java")).get("env")) {
                settings.put((String) map(variable).get("name"), (String)
                        map(variable).get("value"));
            }
            settings.put(
                    "OTEL_TRACES_SAMPLER", (String) map(spec.get("sampler")).get("type"));
            settings.put(
                    "OTEL_PROPAGATORS",
                    String.join(
                            ",",
                            ((List<?>) spec.get("propagators"))
                                    .stream().map(String::valueOf).toList()));
            return settings;
        }
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static String agent(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(file -> file.contains("opentelemetry-javaagent"))
                .findFirst()
                .orElseThrow();
    }

    private static Path key() throws IOException {
        return Files.writeString(
                folder.resolve("gateway.key"), SigningKey.generate().privatePem());
    }
}
