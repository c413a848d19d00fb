package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.orderflow.charts.Otelcol.Rendered;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The node's Collector with the configuration that the chart renders, and other Collectors as the destinations. Only
 * addresses and folders differ, and the processor that asks a cluster for its pods is left out.
 */
class CollectorTest {

    private static final int REQUESTS = 20;
    private static final int SPANS = 50;
    private static final int LINES = 30;
    private static final int POINTS = 10;

    private static final String TOKEN = "the-token-of-the-vendor";

    private final List<AutoCloseable> running = new ArrayList<>();
    private final int input = Ports.free();

    @TempDir
    private Path folder;

    @BeforeAll
    static void aCollectorIsThere() {
        assumeTrue(Otelcol.isThere(), "no Collector");
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : running.reversed()) {
            one.close();
        }
    }

    @Test
    void aDestinationThatIsAwayRefusesOrStallsHoldsNoOtherBackAndWhatWaitsForItSurvivesAKill() throws Exception {
        var certified = AuthProxy.configuration();
        var client = AuthProxy.configuration();
        var grpc = Ports.free();
        var byCertificate = receiver(
                "by-certificate",
                Map.of(
                        "grpc",
                        Map.of(
                                "endpoint",
                                "127.0.0.1:" + grpc,
                                "tls",
                                Map.of(
                                        "cert_file", file("server.crt", certified.certificate()),
                                        "key_file", file("server.key", certified.key()),
                                        "client_ca_file", file("client.crt", client.certificate())))));
        var http = Ports.free();
        var byToken = receiver("by-token", Map.of("http", Map.of("endpoint", "127.0.0.1:" + http)));
        var proxy = tokenProxy(http);
        var away = Ports.free();
        var refusing = started(TestServer.start(_ -> TestServer.Answer.of(403)));
        // The kernel completes the handshake, and nobody reads.
        var stalled = started(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        var rendered = rendered("""
                  by-certificate:
                    kind: otlp_grpc
                    signals: [traces, logs, metrics]
                    endpoint: 127.0.0.1:%d
                    tls:
                      ca: {secret: vendor, key: ca.crt}
                      certificate: {secret: vendor, key: tls.crt}
                      key: {secret: vendor, key: tls.key}
                  by-token:
                    kind: otlp_http
                    signals: [traces, logs, metrics]
                    endpoint: https://127.0.0.1:%d
                    tls: {ca: {secret: other, key: ca.crt}}
                    headers:
                      Authorization: {secret: other, key: token, scheme: Bearer}
                      X-Plain: $5
                """.formatted(grpc, proxy.port())
                + plain("away", away)
                + plain("refusing", refusing.port())
                + plain("stalled", stalled.getLocalPort()));
        var secrets = Map.of(
                "vendor/ca.crt", certified.certificate(),
                "vendor/tls.crt", client.certificate(),
                "vendor/tls.key", client.key(),
                "other/ca.crt", proxy.certificate(),
                "other/token", TOKEN);
        var sender = sender(rendered, secrets);
        for (var request = 0; request < REQUESTS; request++) {
            send(request);
        }

        awaiting("all at the two that answer").untilAsserted(() -> {
            assertReceivedAll(byCertificate);
            assertReceivedAll(byToken);
        });
        assertThat(proxy.plain()).containsOnly("$5");
        awaiting("what is refused for good is counted for its destination").untilAsserted(() -> {
            assertThat(sender.sum("otelcol_exporter_send_failed_spans_total", "exporter=\"otlp_http/refusing\""))
                    .isEqualTo(REQUESTS * SPANS);
            assertThat(sender.sum("otelcol_exporter_send_failed_log_records_total", "exporter=\"otlp_http/refusing\""))
                    .isEqualTo(REQUESTS * LINES);
        });
        for (var signal : List.of("traces", "logs", "metrics")) {
            for (var waiting : List.of("away", "stalled")) {
                assertThat(sender.sum(
                                "otelcol_exporter_queue_size",
                                "data_type=\"" + signal + "\"",
                                "exporter=\"otlp_http/" + waiting + "\""))
                        .as("%s that wait for %s", signal, waiting)
                        .isPositive();
            }
            assertThat(folder.resolve("queues/away/exporter_otlp_http_away_" + signal))
                    .isNotEmptyFile();
        }
        for (var signal : List.of("spans", "log_records", "metric_points")) {
            assertThat(sender.sum("otelcol_receiver_refused_" + signal + "_total"))
                    .isZero();
            assertThat(sender.sum("otelcol_exporter_enqueue_failed_" + signal + "_total"))
                    .isZero();
        }

        sender.kill();
        var returned = receiver("returned", Map.of("http", Map.of("endpoint", "127.0.0.1:" + away)));
        sender(rendered, secrets);
        awaiting("what waited on disk").untilAsserted(() -> assertReceivedAll(returned));
        assertReceivedAll(byCertificate);
        assertReceivedAll(byToken);
    }

    @Test
    void withoutItsSecretADestinationRefusesAndTheOthersGetAll() throws Exception {
        var http = Ports.free();
        var byToken = receiver("by-token", Map.of("http", Map.of("endpoint", "127.0.0.1:" + http)));
        var plain = Ports.free();
        var other = receiver("other", Map.of("http", Map.of("endpoint", "127.0.0.1:" + plain)));
        var proxy = tokenProxy(http);
        var rendered = rendered("""
                  by-token:
                    kind: otlp_http
                    signals: [traces, logs, metrics]
                    endpoint: https://127.0.0.1:%d
                    tls: {ca: {secret: vendor, key: ca.crt}}
                    headers:
                      Authorization: {secret: missing, key: token, scheme: Bearer}
                """.formatted(proxy.port()) + plain("other", plain));
        var sender = sender(rendered, Map.of("vendor/ca.crt", proxy.certificate()));
        for (var request = 0; request < REQUESTS; request++) {
            send(request);
        }
        awaiting("all at the other").untilAsserted(() -> assertReceivedAll(other));
        awaiting("the refusals")
                .untilAsserted(() -> assertThat(sender.sum(
                                "otelcol_exporter_send_failed_spans_total", "exporter=\"otlp_http/by-token\""))
                        .isEqualTo(REQUESTS * SPANS));
        assertThat(byToken.sum("otelcol_receiver_accepted_spans_total")).isZero();
    }

    @Test
    void aDestinationGetsDeltaMetricsWhereItAsksForThemAndTheOthersGetThemAsTheyAre() throws Exception {
        var delta = Ports.free();
        var cumulative = Ports.free();
        var bodies = new HashMap<Integer, TestServer>();
        for (var port : List.of(delta, cumulative)) {
            var sink = started(TestServer.start(_ -> TestServer.Answer.json("{}")));
            bodies.put(port, sink);
            receiver("receiver-" + port, Map.of("http", Map.of("endpoint", "127.0.0.1:" + port)), sink);
        }
        sender(
                rendered(plain("delta", delta) + "    temporality: delta\n" + plain("cumulative", cumulative)),
                Map.of());
        for (var value : List.of(7, 10)) {
            post("metrics", counter(value));
        }
        awaiting("the counter, and by how much it grew").untilAsserted(() -> {
            assertThat(received(bodies.get(cumulative)))
                    .contains("\"aggregationTemporality\":2", "\"asInt\":\"7\"", "\"asInt\":\"10\"");
            assertThat(received(bodies.get(delta)))
                    .contains("\"aggregationTemporality\":1", "\"asInt\":\"3\"")
                    .doesNotContain("\"asInt\":\"10\"");
        });
    }

    @Test
    void whatWaitsForRemoteWriteIsOnDiskToo() throws Exception {
        var prometheus = System.getenv("PROMETHEUS");
        assumeTrue(prometheus != null, "no Prometheus");
        var port = Ports.free();
        var other = Ports.free();
        var receiver = receiver("other", Map.of("http", Map.of("endpoint", "127.0.0.1:" + other)));
        var rendered = rendered("""
                  written:
                    kind: prometheusremotewrite
                    signals: [metrics]
                    endpoint: http://127.0.0.1:%d/api/v1/write
                    tls: {insecure: true}
                """.formatted(port) + plain("other", other));
        var sender = sender(rendered, Map.of());
        post("metrics", counter(7));
        awaiting("the other's point")
                .untilAsserted(() -> assertThat(receiver.sum("otelcol_receiver_accepted_metric_points_total"))
                        .isOne());
        assertThat(sender.sum("otelcol_exporter_queue_size", "exporter=\"otlp_grpc/written\""))
                .isOne();
        sender.kill();

        started(Child.start(
                        "prometheus",
                        folder,
                        Map.of(),
                        List.of(
                                prometheus,
                                "--config.file=" + file("prometheus.yaml", "{}"),
                                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.enable-remote-write-receiver")))
                .await(() -> Ports.answers(port));
        var again = sender(rendered, Map.of());
        awaiting("the point in Prometheus")
                .untilAsserted(() -> assertThat(HttpClient.newHttpClient()
                                .send(
                                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                                                        + "/api/v1/query?query=orders_counted_total"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body())
                        .contains(",\"7\"]"));
        awaiting("an empty queue")
                .untilAsserted(
                        () -> assertThat(again.sum("otelcol_exporter_queue_size", "exporter=\"otlp_grpc/written\""))
                                .isZero());
    }

    /** Values for a vendor name keys that the Collector knows, in forms that it takes. */
    @ParameterizedTest
    @MethodSource("dev.orderflow.charts.DestinationsTest#presets")
    void theCollectorTakesWhatAPresetRenders(Path preset) throws Exception {
        for (var collector : List.of("otel-collector", "cluster-collector")) {
            var rendered = Rendered.of(collector, "--values", preset.toString());
            var configuration = file(collector + ".yaml", new Yaml().dump(rendered.configuration()));
            var validate = new ProcessBuilder(Otelcol.program(), "validate", "--config=" + configuration)
                    .redirectErrorStream(true);
            for (var password : List.of("POSTGRESQL_PASSWORD", "VALKEY_PASSWORD", "KAFKA_PASSWORD", "NODE_NAME")) {
                validate.environment().put(password, "given");
            }
            var process = validate.start();
            var output = new String(process.getInputStream().readAllBytes());
            if (preset.endsWith("datadog.yaml")) {
                // The upstream image has it, and ours cannot: see ci/images/collector/builder.yaml.
                assertThat(output).contains("'exporters' unknown type: \"datadog\"");
            } else {
                assertThat(process.waitFor()).as(output).isZero();
            }
        }
    }

    /** Returns a destination of all signals without TLS, as YAML. */
    private static String plain(String name, int port) {
        return """
                  %s:
                    kind: otlp_http
                    signals: [traces, logs, metrics]
                    endpoint: http://127.0.0.1:%d
                    tls: {insecure: true}
                """.formatted(name, port);
    }

    /** Renders these destinations, as YAML below {@code destinations}, in the place of the stack's own. */
    private Rendered rendered(String destinations) throws Exception {
        var own = "  jaeger: null\n  victorialogs: null\n  prometheus: null\n";
        return Rendered.of("otel-collector", "--values", file("values.yaml", "destinations:\n" + own + destinations));
    }

    /** Starts the node's Collector, with what Secrets hold by {@code <secret>/<key>}. */
    private Otelcol sender(Rendered rendered, Map<String, String> secrets) throws Exception {
        var configuration = new LinkedHashMap<>(rendered.configuration());
        var receivers = new LinkedHashMap<>(map(configuration.get("receivers")));
        var exporters = map(configuration.get("exporters"));
        receivers.put("otlp", Map.of("protocols", Map.of("http", Map.of("endpoint", "127.0.0.1:" + input))));
        receivers.replaceAll((name, receiver) -> {
            if (!name.startsWith("otlp/")) {
                return receiver;
            }
            var port = "127.0.0.1:" + Ports.free();
            map(exporters.get(name.replace("otlp/", "otlp_grpc/"))).put("endpoint", port);
            return Map.of("protocols", Map.of("grpc", Map.of("endpoint", port)));
        });
        configuration.put("receivers", receivers);
        map(configuration.get("processors")).remove("k8sattributes");
        map(map(configuration.get("service")).get("pipelines"))
                .values()
                .forEach(pipeline -> ((List<?>) map(pipeline).getOrDefault("processors", new ArrayList<>()))
                        .remove("k8sattributes"));
        map(configuration.get("extensions")).forEach((name, extension) -> {
            if (name.equals("health_check")) {
                map(extension).put("endpoint", "127.0.0.1:" + Ports.free());
            } else {
                var queue = ((String) map(extension).get("directory"))
                        .replace("/var/lib/otelcol", folder.resolve("queues").toString());
                map(extension).put("directory", queue);
                map(map(extension).get("compaction")).put("directory", queue);
            }
        });
        var environment = new HashMap<String, String>();
        rendered.secrets().forEach((variable, reference) -> {
            if (secrets.containsKey(reference)) {
                environment.put(variable, secrets.get(reference));
            }
        });
        var sender = started(new Otelcol(folder, "sender", configuration, environment));
        awaiting("the sender's input").until(() -> Ports.answers(input));
        return sender;
    }

    private Otelcol receiver(String name, Map<String, Object> protocols) throws Exception {
        return receiver(name, protocols, started(TestServer.start(_ -> TestServer.Answer.json("{}"))));
    }

    /** Starts a Collector as a destination, which hands on to a server as JSON. */
    private Otelcol receiver(String name, Map<String, Object> protocols, TestServer sink) throws Exception {
        var pipeline = Map.of("receivers", List.of("otlp"), "exporters", List.of("otlp_http"));
        return started(new Otelcol(
                folder,
                name,
                new HashMap<>(Map.of(
                        "receivers", Map.of("otlp", Map.of("protocols", protocols)),
                        "exporters",
                                Map.of(
                                        "otlp_http",
                                        Map.of(
                                                "endpoint",
                                                sink.url().toString(),
                                                "encoding",
                                                "json",
                                                "compression",
                                                "none")),
                        "service",
                                new HashMap<>(Map.of(
                                        "pipelines",
                                        Map.of("traces", pipeline, "logs", pipeline, "metrics", pipeline))))),
                Map.of()));
    }

    /** Returns the bodies of all that a server received. */
    private static String received(TestServer sink) {
        return sink.requests().stream().map(TestServer.Request::body).reduce("", String::concat);
    }

    private static void assertReceivedAll(Otelcol receiver) {
        assertThat(receiver.sum("otelcol_receiver_accepted_spans_total")).isEqualTo(REQUESTS * SPANS);
        assertThat(receiver.sum("otelcol_receiver_accepted_log_records_total")).isEqualTo(REQUESTS * LINES);
        assertThat(receiver.sum("otelcol_receiver_accepted_metric_points_total"))
                .isEqualTo(REQUESTS * POINTS);
    }

    /**
     * A server before an OTLP receiver that speaks TLS and answers 401 without the token.
     *
     * @param certificate its own, PEM
     * @param plain the values of the header X-Plain that came
     */
    private record TokenProxy(HttpsServer server, String certificate, List<String> plain) {
        int port() {
            return server.getAddress().getPort();
        }
    }

    private TokenProxy tokenProxy(int target) throws Exception {
        var store = folder.resolve("token-proxy.p12");
        keytool(store, "-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=it", "-ext", "san=ip:127.0.0.1");
        var certificate = keytool(store, "-exportcert", "-rfc", "-alias", "it");
        var keys = KeyStore.getInstance(store.toFile(), "password".toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var plain = new CopyOnWriteArrayList<String>();
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = exchange.getRequestBody().readAllBytes();
                var status = 401;
                if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                    plain.add(exchange.getRequestHeaders().getFirst("X-Plain"));
                    var request = HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + target + exchange.getRequestURI()))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
                    for (var header : List.of("Content-Type", "Content-Encoding")) {
                        request.header(header, exchange.getRequestHeaders().getFirst(header));
                    }
                    status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                }
                exchange.sendResponseHeaders(status, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        running.add(() -> server.stop(0));
        return new TokenProxy(server, certificate, plain);
    }

    private static String keytool(Path store, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", "password"));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = process.getInputStream()) {
            var text = new String(output.readAllBytes());
            assertThat(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0)
                    .as(text)
                    .isTrue();
            return text;
        }
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Sends one request of each signal. */
    private void send(int request) throws Exception {
        post("traces", """
                {"resourceSpans": [{"scopeSpans": [{"spans": [%s]}]}]}
                """.formatted(each(SPANS, i -> """
                {"traceId": "%032x", "spanId": "%016x", "name": "place", "kind": 2,
                  "startTimeUnixNano": "%3$d", "endTimeUnixNano": "%3$d"}
                """.formatted(request + 1, i + 1, now()))));
        post("logs", """
                {"resourceLogs": [{"scopeLogs": [{"logRecords": [%s]}]}]}
                """.formatted(each(LINES, i -> """
                {"timeUnixNano": "%d", "body": {"stringValue": "line %d"}}
                """.formatted(now(), i))));
        post("metrics", """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
                  {"name": "queue.length", "gauge": {"dataPoints": [%s]}}]}]}]}
                """.formatted(each(POINTS, i -> """
                {"timeUnixNano": "%d", "asInt": "%d", "attributes": [{"key": "i", "value": {"intValue": "%d"}}]}
                """.formatted(now(), i, request * POINTS + i))));
    }

    private static String counter(int value) {
        return """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "orders.counted", "sum": {
                  "aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [
                    {"timeUnixNano": "%d", "startTimeUnixNano": "1000000000", "asInt": "%d"}]}}]}]}]}
                """.formatted(now(), value);
    }

    private static String each(int count, IntFunction<String> one) {
        return String.join(",", IntStream.range(0, count).mapToObj(one).toList());
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(Instant.now().toEpochMilli());
    }

    private void post(String signal, String json) throws Exception {
        var answer = Otelcol.post(URI.create("http://127.0.0.1:" + input + "/v1/" + signal), json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private <T extends AutoCloseable> T started(T one) {
        running.add(one);
        return one;
    }

    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }
}
