package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.trace.Span;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JaegerReaderTest {

    private static final String TRACE = """
            {"traceID": "t", "processes": {"p1": {"serviceName": "order"}, "p2": {"serviceName": "payment"}}, "spans": [
              {"spanID": "1", "processID": "p1", "operationName": "POST", "startTime": 1000000, "duration": 2000,
               "references": [], "tags": [{"key": "span.kind", "value": "client"}, {"key": "error", "value": true}],
               "logs": [{"timestamp": 1001000, "fields": [{"key": "event", "value": "exception"},
                                                          {"key": "exception.message", "value": "gone"}]}]},
              {"spanID": "2", "processID": "p2", "operationName": "orders process", "startTime": 1000000, "duration": 1,
               "references": [{"refType": "FOLLOWS_FROM", "traceID": "another", "spanID": "9"},
                              {"refType": "FOLLOWS_FROM", "traceID": "t", "spanID": "1"}],
               "tags": [{"key": "span.kind", "value": "consumer"}, {"key": "messaging.batch.message_count", "value": 3}], "logs": null}]}
            """;

    private final List<Span> spans =
            JaegerReader.read("t", new JsonMapper().readTree(TRACE)).spans();

    @Test
    void kindErrorTimesAndEvents() {
        var call = spans.getFirst();
        assertThat(call.service()).isEqualTo("order");
        assertThat(call.kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(call.failed()).isTrue();
        assertThat(call.duration()).hasMillis(2);
        assertThat(call.exceptions()).singleElement().satisfies(event -> {
            assertThat(event.attribute("exception.message")).isEqualTo("gone");
            assertThat(event.time()).hasToString("1970-01-01T00:00:01.001Z");
        });
    }

    @Test
    void aSearchCanAskForWhatTookLong() {
        var jaeger = new JaegerReader(URI.create("http://jaeger"));
        var search = new TraceStore.Search("order", "POST", Instant.EPOCH, Instant.EPOCH, 20, Duration.ofSeconds(1));
        assertThat(jaeger.address(search)).asString().contains("minDuration=1000ms");
        assertThat(jaeger.address(new TraceStore.Search("order", "POST", Instant.EPOCH, Instant.EPOCH, 20)))
                .asString()
                .doesNotContain("minDuration");
        assertThat(search.matches(spans.getFirst())).isFalse();
    }

    @Test
    void whatASpanIsLinkedToInItsOwnTraceIsItsParent() {
        assertThat(spans.getLast().parentId()).isEqualTo("1");
        assertThat(spans.getLast().attribute("messaging.batch.message_count")).isEqualTo("3");
    }
}
