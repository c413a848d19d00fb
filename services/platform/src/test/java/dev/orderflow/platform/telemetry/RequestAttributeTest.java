package dev.orderflow.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.Address;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestAttributeTest {

    @Test
    void eachTypeIsSetAsItself() {
        assertThat(recorded(() -> {
                    RequestAttributes.ORDER_SKU_FIRST.set("SKU-0001");
                    RequestAttributes.ORDER_LINES.set(2L);
                    RequestAttributes.HAS_KEY.set(false);
                    RequestAttributes.ADDRESS_CITY_CHARSET.set(TextCharset.LATIN_1);
                    RequestAttributes.LANGUAGE.set(null);
                }))
                .isEqualTo(Attributes.builder()
                        .put("orderflow.order.sku.first", "SKU-0001")
                        .put("orderflow.order.lines", 2)
                        .put("orderflow.request.has_key", false)
                        .put("orderflow.address.city.charset", "latin-1")
                        .build()
                        .asMap());
    }

    @Test
    void outsideOfASpanNothingIsRecorded() {
        assertThat(RequestAttributes.areRecorded()).isFalse();
        RequestAttributes.ORDER_LINES.set(2L);
        Untraced.call(() -> {
            assertThat(RequestAttributes.areRecorded()).isFalse();
            return "";
        });
    }

    @Test
    void anAddressIsRecordedByItsKindAlone() {
        var address = new Address(UUID.randomUUID(), "Żurawia 7", "Malmö 🏝", "SE");
        assertThat(recorded(() -> AddressAttributes.record(address)))
                .isEqualTo(Attributes.builder()
                        .put("orderflow.address.country", "SE")
                        .put("orderflow.address.city.charset", "other")
                        .put("orderflow.address.city.length", 7)
                        .put("orderflow.address.street.charset", "other")
                        .build()
                        .asMap());
    }

    @ParameterizedTest
    @CsvSource({"'', ASCII", "Graz, ASCII", "Malmö, LATIN_1", "ÿ, LATIN_1", "Łódź, OTHER", "東京, OTHER", "🏝, OTHER"})
    void theCharsetIsTheSmallest(String text, TextCharset charset) {
        assertThat(TextCharset.of(text)).isEqualTo(charset);
    }

    /** The numbers are those that payment processors publish for tests, and ends of ranges. */
    @ParameterizedTest
    @CsvSource({
        "4242424242424242, VISA",
        "4222222222222, VISA",
        "5555555555554444, MASTERCARD",
        "2223003122003222, MASTERCARD",
        "2220999999999999, OTHER",
        "2720999999999996, MASTERCARD",
        "2721000000000000, OTHER",
        "378282246310005, AMEX",
        "341111111111111, AMEX",
        "6011111111111117, DISCOVER",
        "6500000000000002, DISCOVER",
        "6430000000000000, OTHER",
        "3566002020360505, JCB",
        "3527999999999999, OTHER",
        "6759649826438453, MAESTRO",
        "501800000009, MAESTRO",
        "6200000000000005, OTHER",
        "30569309025904, OTHER",
        "42424, OTHER",
        "'', OTHER",
        "4242x42424242424, OTHER",
        "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢, OTHER"
    })
    void theSchemeIsTheIssuers(String number, CardScheme scheme) {
        assertThat(CardScheme.of(number)).isEqualTo(scheme);
    }

    private static Map<AttributeKey<?>, Object> recorded(Runnable work) {
        var exporter = InMemorySpanExporter.create();
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            var span = tracing.get("test").spanBuilder("request").startSpan();
            try (var _ = span.makeCurrent()) {
                work.run();
            }
            span.end();
            return exporter.getFinishedSpanItems().getFirst().getAttributes().asMap();
        }
    }
}
