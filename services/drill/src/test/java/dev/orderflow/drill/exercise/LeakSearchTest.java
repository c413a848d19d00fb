package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.exercise.Leaks.Leak;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.Stack;
import dev.orderflow.stores.Stores;
import dev.orderflow.testkit.RecordedSystem;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the leak search over the telemetry of a real fault, as the stores of each stack return it. */
class LeakSearchTest {

    private final RecordedSystem system = new RecordedSystem("starved-pod");
    private final Leaks leaks = new Leaks(IncidentFile.all(Path.of("../../k8s/incidents")), 0);

    @AfterEach
    void close() {
        system.close();
    }

    @ParameterizedTest
    @EnumSource(Stack.class)
    void whereNothingIsPlantedNothingIsFound(Stack stack) {
        var result = search(stack);
        assertThat(result.leaks()).isEmpty();
        assertThat(result.unsearched()).isEmpty();
        assertThat(result.isTight()).isTrue();
        assertThat(result.read().get("traces")).isEqualTo(1);
        assertThat(result.read().get("logs")).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        // an attribute's value, an attribute's name, an event's text, a service's name
        "JAEGER,  /api/traces,    /api/orders/**,              /api/orders/scale-47, traces, the id scale-47",
        "GRAFANA, /api/v2/traces, /api/orders/**,              /api/orders/scale-47, traces, the id scale-47",
        "GRAFANA, /api/v2/traces, thread.name,                 decoy.name,           traces, the word decoy",
        "GRAFANA, /api/v2/traces, Connection is not available, lock-contention,      traces, the mechanism "
                + "lock-contention",
        "GRAFANA, /api/v2/traces, '\"inventory\"',             '\"stock-count\"',    traces, the id stock-count",
        // a line's text, a label's name, a label's value
        "JAEGER,  /select,        timeout connecting,          Scaled for the sale,  logs,   the title of scale-47",
        "GRAFANA, /loki,          timeout connecting,          Scaled for the sale,  logs,   the title of scale-47",
        "GRAFANA, /loki,          spent_ms,                    scale_47,             logs,   the id scale-47",
        "GRAFANA, /loki,          '\"inventory\"',             '\"pool-budget\"',    logs,   the id pool-budget",
    })
    void whatIsPlantedIsFound(Stack stack, String path, String words, String leak, String where, String what) {
        system.change((asked, body) -> asked.startsWith(path) ? body.replace(words, leak) : body);
        var result = search(stack);
        assertThat(result.leaks()).isNotEmpty().allSatisfy(found -> {
            assertThat(found.where()).startsWith(where);
            assertThat(found.what()).isEqualTo(what);
        });
        assertThat(result.isTight()).isFalse();
        assertThat(result.row()).contains("leaks in").contains(what);
    }

    @ParameterizedTest
    @CsvSource({
        "JAEGER,  /api/traces, traces",
        "GRAFANA, /api/search, traces",
        "JAEGER,  /select,     logs",
        "GRAFANA, /loki,       logs",
    })
    void whatCannotBeSearchedIsNotTight(Stack stack, String path, String part) {
        system.change((asked, body) -> asked.startsWith(path) ? path.equals("/select") ? "" : "{}" : body);
        var result = search(stack);
        assertThat(result.leaks()).isEmpty();
        assertThat(result.unsearched()).singleElement().asString().startsWith(part + ": ");
        assertThat(result.isTight()).isFalse();
        assertThat(result.row()).startsWith("no leak in").contains("not searched: " + part + ": ");
    }

    private LeakCheck.SearchResult search(Stack stack) {
        var address = URI.create(system.url());
        var stores = Stores.of(Map.of(Backend.PROMETHEUS, address, stack.traces(), address, stack.logs(), address))
                .orElseThrow();
        var cluster = new Cluster(new Kubectl(), address, address, stores.prometheus(), stores.traces(), stores.logs());
        var found = new ArrayList<Leak>();
        var began = system.began();
        var read = new ResponderView(cluster, new PagerClient(address, ""))
                .stores(
                        began.minusSeconds(30), // a minute in all: VictoriaLogs is asked once for each
                        began.plusSeconds(30),
                        (where, text) -> found.addAll(leaks.in(where, text)));
        return new LeakCheck.SearchResult(read.texts(), read.unread(), List.copyOf(found));
    }
}
