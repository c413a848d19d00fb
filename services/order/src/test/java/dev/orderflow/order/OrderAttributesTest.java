package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.PlaceOrderRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderAttributesTest {

    @Test
    void anOrderIsRecordedByItsSizeAndTheKindOfItsCard() {
        assertThat(recorded(new OrderLine("SKU-0042", 3), new OrderLine("SKU-0007", 9), new OrderLine("A", 1)))
                .isEqualTo(Attributes.builder()
                        .put("orderflow.order.lines", 3)
                        .put("orderflow.order.pieces", 13)
                        .put("orderflow.order.quantity.max", 9)
                        .put("orderflow.order.sku.first", "SKU-0042")
                        .put("orderflow.order.sku.popular", true)
                        .put("orderflow.card.scheme", "amex")
                        .put("orderflow.card.length", 15)
                        .put("orderflow.order.total", 1198)
                        .put("orderflow.order.currency", "EUR")
                        .build()
                        .asMap());
    }

    @ParameterizedTest
    @CsvSource({
        "SKU-0001, true",
        "SKU-0010, true",
        "SKU-0011, false",
        "SKU-0000, false",
        "SKU-0101, false",
        "lamp-small-7, true",
        "SKU, false",
        "7, false",
        "SKU-99999999999999999999999999, false"
    })
    void theFirstTenNumbersArePopular(String sku, boolean popular) {
        assertThat(recorded(new OrderLine(sku, 1)))
                .containsEntry(AttributeKey.booleanKey("orderflow.order.sku.popular"), popular);
    }

    @Test
    void outsideOfASpanNothingIsRecorded() {
        assertThat(Span.current().isRecording()).isFalse();
        OrderAttributes.recordRequest(order(new OrderLine("A", 1)));
    }

    private static PlaceOrderRequest order(OrderLine... lines) {
        return new PlaceOrderRequest(UUID.randomUUID(), "378282246310005", List.of(lines));
    }

    private static Map<AttributeKey<?>, Object> recorded(OrderLine... lines) {
        var exporter = InMemorySpanExporter.create();
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            var span = tracing.get("test").spanBuilder("request").startSpan();
            try (var _ = span.makeCurrent()) {
                OrderAttributes.recordRequest(order(lines));
                OrderAttributes.recordPrice(1198, "EUR");
            }
            span.end();
            return exporter.getFinishedSpanItems().getFirst().getAttributes().asMap();
        }
    }
}
