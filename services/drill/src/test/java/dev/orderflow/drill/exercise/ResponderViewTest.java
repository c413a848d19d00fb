package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.exercise.Leaks.Leak;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.testkit.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a leak is found in every store. A server in the test returns the stores' answers. */
class ResponderViewTest {

    private static final Instant UNTIL = Instant.parse("2026-11-25T02:00:00Z");

    private final Leaks leaks = new Leaks(IncidentFile.all(Path.of("../../k8s/incidents")), 0);
    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "/api/v1/labels", "{\"data\":[\"service_name\"]}",
            "/api/v1/label/service_name/values", "{\"data\":[\"order\",\"gateway\"]}",
            "/api/v1/rules", "{\"data\":{\"groups\":[]}}",
            "/api/services", "{\"data\":[\"order\"]}",
            "/api/traces",
                    "{\"data\":[{\"traceID\":\"1\",\"spans\":[{\"tags\":[{\"key\":\"http.route\","
                            + "\"value\":\"/api/orders\"}]}]}]}",
            "/select/logsql/query",
                    "{\"_msg\":\"timeout connecting to downstream "
                            + "service\"}\n{\"_msg\":\"Started\",\"k8s.pod.name\":\"order-1\"}"));
    private TestServer server;
    private List<String> unread = List.of();

    @BeforeEach
    void start() {
        server = TestServer.start(request -> {
            var answer = answers.get(request.path());
            return answer == null ? TestServer.Answer.of(503) : TestServer.Answer.json(answer);
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whereNothingIsPlantedNothingIsFound() {
        assertThat(search()).isEmpty();
        assertThat(unread).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/labels, service_name, scale_47, metrics label",
        "/api/v1/label/service_name/values, gateway, scale-47, metrics label service_name",
        "/api/v1/rules, groups, stock-count, metrics rules",
        "/api/traces, http.route, scale-47, traces 1",
        "/api/traces, /api/orders, lock-contention, traces 1",
        "/select/logsql/query, Started, Scaled for the sale, logs",
        "/select/logsql/query, order-1, decoy, logs",
    })
    void whatIsPlantedIsFoundWhereItIs(String path, String word, String leak, String where) {
        var before = answers.get(path);
        answers.put(path, before.replace(word, leak));
        assertThat(answers.get(path)).isNotEqualTo(before);
        answers.putIfAbsent("/api/v1/label/" + leak + "/values", "{\"data\":[]}");
        assertThat(search())
                .singleElement()
                .satisfies(found -> assertThat(found.where()).startsWith(where));
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/labels", "/api/traces", "/select/logsql/query"})
    void aStoreThatDoesNotAnswerIsNoProof(String path) {
        answers.remove(path);
        assertThat(search()).isEmpty();
        assertThat(unread).singleElement().asString().contains(path);
    }

    @ParameterizedTest
    @CsvSource({"/api/traces, {\"data\":[]}, traces", "/select/logsql/query, '', logs"})
    void aStoreThatHasNothingOfThatTimeIsNoProof(String path, String answer, String part) {
        answers.put(path, answer);
        assertThat(search()).isEmpty();
        assertThat(unread).singleElement().asString().startsWith(part + ": ").contains("has none from");
    }

    private List<Leak> search() {
        var address = server.url();
        var cluster = new Cluster(
                new Kubectl(),
                address,
                address,
                new PrometheusReader(address),
                Backend.JAEGER.traces(address),
                Backend.VICTORIALOGS.logs(address));
        var found = new ArrayList<Leak>();
        unread = new ResponderView(cluster, new PagerClient(address, ""))
                .stores(UNTIL.minusSeconds(60), UNTIL, (where, text) -> found.addAll(leaks.in(where, text)))
                .unread();
        return found;
    }
}
