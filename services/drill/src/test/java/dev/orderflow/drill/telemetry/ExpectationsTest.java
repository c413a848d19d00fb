package dev.orderflow.drill.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.trace.Edge;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectationsTest {

    private final Trace trace = Trace.of(
            "t",
            List.of(
                    span("1", "", "gateway", Map.of()),
                    span("2", "1", "order", Map.of()),
                    span("3", "2", "order", Map.of("db.system.name", "postgresql", "db.query.text", "select 1"))));

    @Test
    void whatIsMissingIsNamed() {
        var expected = new Expectations(
                Map.of(
                        "order",
                        new Expectations.Signals("m", true, true),
                        "user",
                        new Expectations.Signals("m", true, true)),
                List.of(new Edge("order", "user", "http")));
        assertThat(expected.missingFrom(trace))
                .contains("no span of [user]", "order → user (http)", "no SQL of [user]");
    }

    @Test
    void nothingMissing() {
        var expected = new Expectations(
                Map.of("order", new Expectations.Signals("m", true, true)),
                List.of(new Edge("gateway", "order", "http")));
        assertThat(expected.missingFrom(trace)).isEmpty();
    }

    private static Span span(String id, String parent, String service, Map<String, String> attributes) {
        return new Span(
                "t",
                id,
                parent,
                service,
                "name",
                Span.Kind.INTERNAL,
                Instant.EPOCH,
                Instant.EPOCH.plusMillis(1),
                false,
                attributes,
                List.of());
    }
}
