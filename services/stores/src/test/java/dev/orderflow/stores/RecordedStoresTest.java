package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.testkit.RecordedSystem;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the readers of both stacks read the same from one recorded fault. */
class RecordedStoresTest {

    @ParameterizedTest
    @ValueSource(strings = {"starved-pod", "full-pool", "failing-consumer"})
    void bothStacksHaveTheSameTraceAndTheSameLines(String name) {
        try (var system = new RecordedSystem(name)) {
            var address = URI.create(system.url());
            var id = system.traceId();
            var jaeger = Backend.JAEGER.traces(address).trace(id);
            var tempo = Backend.TEMPO.traces(address).trace(id);
            assertThat(jaeger.spans()).hasSize(system.spans());
            assertThat(tempo.spans().stream().map(RecordedStoresTest::comparable))
                    .containsExactlyInAnyOrderElementsOf(jaeger.spans().stream()
                            .map(RecordedStoresTest::comparable)
                            .toList());
            assertThat(Backend.LOKI.logs(address).ofTrace(id).stream().map(RecordedStoresTest::comparable))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(Backend.VICTORIALOGS.logs(address).ofTrace(id).stream()
                            .map(RecordedStoresTest::comparable)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAEGER", "GRAFANA"})
    void allIsReadAsTheStoreAnswersIt(String name) {
        var stack = Stack.valueOf(name);
        try (var system = new RecordedSystem("starved-pod")) {
            var address = URI.create(system.url());
            var traces = new ArrayList<String>();
            stack.traces().traces(address).readAll(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 50, (id, trace) -> {
                assertThat(id).isEqualTo(system.traceId());
                traces.add(trace);
            });
            assertThat(traces).singleElement().asString().contains("DOWNSTREAM_TIMEOUT");
            var lines = new ArrayList<String>();
            stack.logs().logs(address).readAll(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), lines::add);
            assertThat(lines)
                    .hasSameSizeAs(stack.logs().logs(address).ofTrace(system.traceId()))
                    .anyMatch(line -> line.contains("timeout connecting to downstream service"));
        }
    }

    private static List<Object> comparable(Span span) {
        return List.of(
                span.id(),
                span.parentId(),
                span.service(),
                span.name(),
                span.kind(),
                span.start(),
                span.end(),
                span.failed(),
                span.attributes().entrySet().stream()
                        .filter(attribute -> !List.of("span.kind", "error").contains(attribute.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                span.events());
    }

    private static List<Object> comparable(LogStore.Line line) {
        return List.of(
                line.time(), line.service(), line.severity(), line.message(), line.attribute("exception.stacktrace"));
    }
}
