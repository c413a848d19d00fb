package dev.orderflow.who;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.testkit.TestServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Asks stores that answer as Jaeger and Prometheus do. */
class WhoTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FROM = Instant.parse("2026-11-29T02:00:00Z");
    private static final Instant UNTIL = FROM.plus(Duration.ofMinutes(8));
    private static final String OPERATION = "POST /api/orders/**";

    private record Sent(
            String id,
            Instant at,
            boolean failed,
            long millis,
            String path,
            Map<String, String> gateway,
            Map<String, String> order) {}

    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Double> failures = new TreeMap<>();
    private final Map<String, Double> slow = new TreeMap<>();
    private TestServer server;
    private Who who;

    @BeforeEach
    void start() {
        server = TestServer.start(request -> request.path().equals("/api/v1/query")
                ? TestServer.Answer.json(series(parameters(request)))
                : TestServer.Answer.json(traces(parameters(request))));
        var stores = new Stores(
                new PrometheusReader(server.url()),
                Backend.JAEGER.traces(server.url()),
                Backend.VICTORIALOGS.logs(server.url()));
        who = new Who(stores);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, String> parameters(TestServer.Request request) {
        var parameters = new TreeMap<String, String>();
        var text = request.uri().getRawQuery() == null
                ? request.body()
                : request.uri().getRawQuery();
        for (var pair : text.split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private String series(Map<String, String> parameters) {
        var answer = JSON.createObjectNode().put("status", "success");
        var result = answer.putObject("data").put("resultType", "vector").putArray("result");
        var query = parameters.getOrDefault("query", "");
        // As Prometheus has the bound of a second: without a fraction.
        assertThat(query).containsAnyOf("5..", "le=\"1\"", "401|403|429");
        (query.contains("5..") ? failures : slow).forEach((operation, value) -> {
            var series = result.addObject();
            series.putObject("metric")
                    .put("http_request_method", operation.split(" ")[0])
                    .put("http_route", operation.split(" ")[1]);
            series.putArray("value").add(0).add(String.valueOf(value));
        });
        return answer.toString();
    }

    private String traces(Map<String, String> parameters) {
        var from = Long.parseLong(parameters.get("start"));
        var until = Long.parseLong(parameters.get("end"));
        var answer = JSON.createObjectNode();
        var data = answer.putArray("data");
        sent.stream()
                .filter(one -> micros(one.at()) >= from && micros(one.at()) < until)
                .filter(one -> one.failed() || !parameters.containsKey("tags"))
                .filter(one -> !parameters.containsKey("minDuration") || one.millis() >= 1000)
                .limit(Long.parseLong(parameters.get("limit")))
                .forEach(one -> {
                    var trace = data.addObject().put("traceID", one.id());
                    var processes = trace.putObject("processes");
                    processes.putObject("g").put("serviceName", "gateway").putArray("tags");
                    processes.putObject("o").put("serviceName", "order").putArray("tags");
                    var spans = trace.putArray("spans");
                    var gateway = new TreeMap<>(one.gateway());
                    gateway.put("url.path", one.path());
                    span(spans, "g", OPERATION, one, gateway);
                    if (!one.order().isEmpty()) {
                        span(spans, "o", "POST /api/orders", one, one.order());
                    }
                });
        return answer.toString();
    }

    private static void span(ArrayNode spans, String process, String name, Sent one, Map<String, String> attributes) {
        var span = spans.addObject()
                .put("spanID", one.id() + process)
                .put("processID", process)
                .put("operationName", name)
                .put("startTime", micros(one.at()))
                .put("duration", one.millis() * 1000);
        var tags = span.putArray("tags");
        tags.addObject().put("key", "span.kind").put("value", "server");
        if (one.failed()) {
            tags.addObject().put("key", "error").put("value", "true");
            tags.addObject().put("key", "http.response.status_code").put("value", "500");
        }
        attributes.forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1000;
    }

    /** Sends a request in an even course of time. */
    private void send(String shopper, boolean failed, Map<String, String> gateway, Map<String, String> order) {
        var number = sent.size();
        var known = new TreeMap<>(gateway);
        known.put("enduser.pseudo.id", shopper);
        sent.add(new Sent(
                "%032x".formatted(number + 1),
                FROM.plusMillis(1 + number * 1499L % (UNTIL.toEpochMilli() - FROM.toEpochMilli() - 1)),
                failed,
                failed ? 1500 : 20,
                "/api/orders",
                known,
                order));
    }

    private static Question failed() {
        return new Question("gateway", OPERATION, FROM, UNTIL, new Selection.Failed());
    }

    private void sendOrders(int shoppers) {
        for (var i = 0; i < shoppers; i++) {
            var lines = i % 3 == 0 ? "1" : String.valueOf(2 + i % 2);
            send(
                    "shopper " + i,
                    lines.equals("1"),
                    Map.of("orderflow.client", i % 2 == 0 ? "web" : "ios"),
                    Map.of("orderflow.order.lines", lines));
        }
    }

    @Test
    void namesWhatTheFailedOrdersHaveInCommon() {
        sendOrders(240);
        var result = who.ask(failed());
        assertThat(result.unit()).isEqualTo("shopper");
        assertThat(result.path()).isEqualTo("/api/orders");
        assertThat(result.answer().cases()).isEqualTo(80);
        assertThat(result.answer().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.text()).isEqualTo("orderflow.order.lines = 1");
            assertThat(finding.casesWith()).isEqualTo(80);
            assertThat(finding.controlsWith()).isZero();
            assertThat(finding.failed().traceId()).isNotEmpty();
            assertThat(finding.good()).isNotNull();
        });
    }

    /** One shopper who tries again and again is one case: 40 tries of three shoppers prove nothing. */
    @Test
    void retriesOfOneShopperAreOneCase() {
        for (var i = 0; i < 240; i++) {
            var isBad = i % 6 == 0;
            send(
                    isBad ? "bad " + i % 18 : "good " + i,
                    isBad,
                    Map.of("orderflow.client", isBad ? "partner" : "web"),
                    Map.of("orderflow.order.lines", "2"));
        }
        var answer = who.ask(failed()).answer();
        assertThat(answer.cases()).isEqualTo(3);
        assertThat(answer.isOfEnough()).isFalse();
        assertThat(answer.findings()).isEmpty();
    }

    @Test
    void nothingDistinguishesThemWhereAnybodyFails() {
        for (var i = 0; i < 240; i++) {
            send(
                    "shopper " + i,
                    (i * 7919) % 13 < 4,
                    Map.of("orderflow.client", i % 2 == 0 ? "web" : "ios"),
                    Map.of("orderflow.order.lines", String.valueOf(1 + i % 3)));
        }
        var answer = who.ask(failed()).answer();
        assertThat(answer.isOfEnough()).isTrue();
        assertThat(answer.findings()).isEmpty();
    }

    /** A request that failed before anybody knew its order lacks the order's attributes: that is no answer. */
    @Test
    void whatAnInnerServiceNeverSaidDistinguishesNobody() {
        for (var i = 0; i < 240; i++) {
            var isFailed = i % 4 == 0;
            send(
                    "shopper " + i,
                    isFailed,
                    Map.of("orderflow.client", i % 3 == 0 ? "web" : "ios"),
                    isFailed ? Map.of() : Map.of("orderflow.order.lines", String.valueOf(1 + i % 3)));
        }
        assertThat(who.ask(failed()).answer().findings()).isEmpty();
    }

    /** A release that came in between is not what distinguishes them: those after it have it, failed or not. */
    @Test
    void whatCameWithTheTimeDistinguishesNobody() {
        for (var i = 0; i < 320; i++) {
            var isAfter = i >= 121; // the first of the fourth minute
            var lines = i % 3 == 0 ? "1" : "2";
            send(
                    "shopper " + i,
                    isAfter && (lines.equals("1") || i % 11 == 0),
                    Map.of("orderflow.client.release", isAfter ? "2" : "1"),
                    Map.of("orderflow.order.lines", lines));
        }
        assertThat(who.ask(failed()).answer().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.text()).isEqualTo("orderflow.order.lines = 1");
            assertThat(finding.controlsWith()).as("of the same minutes").isZero();
        });
    }

    @Test
    void fewShoppersWithManyRequestsAreComparedByRequest() {
        for (var i = 0; i < 240; i++) {
            var lines = i % 3 == 0 ? "1" : "2";
            send(
                    "shopper " + i % 5,
                    lines.equals("1"),
                    Map.of(),
                    Map.of("orderflow.order.lines", lines, "orderflow.order.sku.first", "SKU-" + i % 7));
        }
        var result = who.ask(failed());
        assertThat(result.unit()).isEqualTo("request");
        assertThat(result.answer().findings().getFirst().text())
                .isIn("orderflow.order.lines = 1", "orderflow.order.lines ≤ 1");
    }

    /** Attributes of one of few shoppers, who meets more failures than the others, tell nothing of the failures. */
    @Test
    void whatBelongsToOneOfFewShoppersDistinguishesNothing() {
        for (var i = 0; i < 400; i++) {
            var shopper = i % 8;
            send(
                    "shopper " + shopper,
                    (i * 7919) % 10 < (shopper == 0 ? 7 : 2),
                    Map.of("orderflow.client", shopper == 0 ? "partner" : "web"),
                    Map.of("orderflow.order.sku.first", "SKU-" + i));
        }
        var result = who.ask(failed());
        assertThat(result.unit()).isEqualTo("request");
        assertThat(result.answer().findings()).isEmpty();
    }

    /** Who is refused has not come far, and tells nothing of those who have. */
    @Test
    void whoIsRefusedIsNoControl() {
        for (var i = 0; i < 300; i++) {
            if (i % 3 == 0) {
                sendRefused("refused " + i);
            } else {
                send("shopper " + i, i % 9 == 1, Map.of(), Map.of("orderflow.order.currency", "EUR"));
            }
        }
        var answer = who.ask(failed()).answer();
        assertThat(answer.cases() + answer.controls()).isLessThanOrEqualTo(200);
        assertThat(answer.findings()).isEmpty();
    }

    private void sendRefused(String shopper) {
        send(shopper, false, Map.of("http.response.status_code", "429"), Map.of());
    }

    @Test
    void comparesAnyTwoSelections() {
        sendOrders(240);
        var slow = new Question("gateway", OPERATION, FROM, UNTIL, new Selection.Slow(Duration.ofSeconds(1)));
        assertThat(who.ask(slow).answer().findings().getFirst().text()).isEqualTo("orderflow.order.lines = 1");
        var ios = new Question("gateway", OPERATION, FROM, UNTIL, new Selection.With("orderflow.client", "ios"));
        assertThat(who.ask(ios).answer().findings())
                .noneMatch(finding -> finding.text().contains("orderflow.client"));
    }

    @Test
    void comparesTwoWindowsOfTime() {
        for (var i = 0; i < 240; i++) {
            send("shopper " + i, false, Map.of("orderflow.client.release", i < 130 ? "1" : "2"), Map.of());
        }
        var late = new Question(
                "gateway",
                OPERATION,
                FROM,
                UNTIL,
                new Selection.Since(sent.get(120).at()));
        var answer = who.ask(late).answer();
        // Of each piece of the window, only so many are read.
        assertThat(answer.cases()).isBetween(60, 120);
        assertThat(answer.findings().getFirst().text()).isEqualTo("orderflow.client.release = 2");
    }

    @Test
    void asksAPageForTheOperationWithMostFailures() {
        failures.put("GET /api/products/**", 3.0);
        failures.put(OPERATION, 40.0);
        slow.put("GET /api/users/**", 99.0);
        assertThat(who.ofPage(alert("ErrorRateHigh"), UNTIL)).hasValueSatisfying(question -> {
            assertThat(question.operation()).isEqualTo(OPERATION);
            assertThat(question.selection()).isEqualTo(new Selection.Failed());
        });
        assertThat(who.ofPage(alert("LatencyP99High"), UNTIL)).hasValueSatisfying(question -> {
            assertThat(question.operation()).isEqualTo("GET /api/users/**");
            assertThat(question.selection()).isEqualTo(new Selection.Slow(Who.SLOW));
        });
        assertThat(who.ofPage(alert("ConsumerLagCritical"), UNTIL))
                .as("no page of requests")
                .isEmpty();
        assertThat(who.ofPage(alert("RequestsRefused"), UNTIL).orElseThrow().selection())
                .isEqualTo(new Selection.Refused());
        failures.clear();
        slow.clear();
        assertThat(who.ofPage(alert("ErrorRateHigh"), UNTIL)).isEmpty();
    }

    private static Alert alert(String name) {
        return new Alert(name, "firing", Map.of(), Map.of(), "", FROM.plusSeconds(120), 1);
    }
}
