package dev.orderflow.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TraceContextTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void aRowBringsItsWritersTraceBack() {
        try (var _ = new TraceContext(PARENT, "vendor=1").toContext().makeCurrent()) {
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(TraceContext.current()).isEqualTo(new TraceContext(PARENT, "vendor=1"));
        }
    }

    @Test
    void aRowWithoutATraceBringsNone() {
        try (var _ = new TraceContext(null, null).toContext().makeCurrent()) {
            assertThat(Span.current().getSpanContext().isValid()).isFalse();
        }
    }

    @Test
    void defaults() {
        var properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("orderflow.outbox", OutboxProperties.class);
        assertThat(properties).isEqualTo(new OutboxProperties(Duration.ofSeconds(5), 100));
    }
}
