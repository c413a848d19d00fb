package dev.orderflow.stores.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final Map<String, String> ON_ORDERS =
            Map.of("messaging.system", "kafka", "messaging.destination.name", "orders");

    private final Trace trace = Trace.of(
            "t",
            List.of(
                    span("1", "", "gateway", Map.of()),
                    span("2", "1", "gateway", Map.of()),
                    span("3", "2", "order", Map.of()),
                    span("4", "3", "order", Map.of("db.system.name", "postgresql", "db.query.text", "select 1")),
                    span("5", "3", "order", ON_ORDERS),
                    span("6", "5", "payment", ON_ORDERS),
                    span("7", "lost", "notification", Map.of())));

    @Test
    void edgesJoinServicesAndSayByWhichWay() {
        assertThat(trace.edges())
                .containsExactlyInAnyOrder(
                        new Edge("gateway", "order", "http"), new Edge("order", "payment", "kafka orders"));
    }

    @Test
    void theTreeHasEverySpanAndItsSql() {
        assertThat(trace.tree().lines()).hasSize(8).anyMatch(line -> line.contains("«select 1»"));
    }

    @Test
    void aRootAndASpanWhoseParentIsLostAreOrphans() {
        assertThat(trace.orphans()).isEqualTo(2);
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
