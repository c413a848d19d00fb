package dev.orderflow.agent;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-7",
                "199999999",
                "0.25",
                "true",
                "SKU-0042",
                "c160f8cc-69a4-30bf-ab03-62752353d060",
                "2026-11-29 23:27:06.883215014",
                "2026-11-29T23:34:28.317488Z"
            })
    void whatIsNoTextOfAPersonIsKept(String value) {
        assertThat(masked(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@example.com",
                "Alice",
                "ALICE",
                "Schulstraße 77",
                "Lübeck",
                "東京",
                "4242424242424242",
                "501800000009",
                "+49 451 123456",
                "0451123456",
                "card_4242",
                "1990-01-31",
                "{\"cardToken\":\"card_4242\"}",
                "We charged 5.99 EUR for your order.",
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
                "c160f8cc-69a4-30bf-ab03-62752353d060 of alice",
                "SKU-0042\nalice",
                " "
            })
    void anyOtherTextIsMasked(String value) {
        assertThat(masked(value)).isEqualTo("?");
    }

    @Test
    void otherAttributesStayAsTheyAre() {
        var statement = Attributes.builder()
                .put("db.query.text", "select id from account where email = ?")
                .put("thread.name", "Alice")
                .put("thread.id", 4)
                .build();
        assertThat(BoundValues.masked(statement)).isSameAs(statement);
        assertThat(BoundValues.masked(statement.toBuilder()
                        .put("db.query.parameter.0", "alice@example.com")
                        .put("db.query.parameter.1", "7")
                        .build()))
                .isEqualTo(statement.toBuilder()
                        .put("db.query.parameter.0", "?")
                        .put("db.query.parameter.1", "7")
                        .build());
    }

    @Test
    void aSpanIsExportedAsItWasButForThem() {
        var exported = InMemorySpanExporter.create();
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new BoundValuesExporter(exported)))
                .build()) {
            var tracer = tracing.get("test");
            tracer.spanBuilder("select account")
                    .setAttribute("db.query.parameter.0", "alice@example.com")
                    .startSpan()
                    .end();
            tracer.spanBuilder("update stock")
                    .setAttribute("db.query.parameter.0", "SKU-0042")
                    .startSpan()
                    .end();
            assertThat(exported.getFinishedSpanItems())
                    .extracting(
                            SpanData::getName,
                            span -> Map.copyOf(span.getAttributes().asMap()))
                    .containsExactly(
                            tuple("select account", Map.of(stringKey("db.query.parameter.0"), "?")),
                            tuple("update stock", Map.of(stringKey("db.query.parameter.0"), "SKU-0042")));
        }
    }

    @Test
    void theAgentFindsTheExtension() {
        assertThat(ServiceLoader.load(AutoConfigurationCustomizerProvider.class))
                .hasOnlyElementsOfType(AgentExtension.class)
                .hasSize(1);
    }

    private static String masked(String value) {
        var key = "db.query.parameter.3";
        return String.valueOf(
                BoundValues.masked(Attributes.builder().put(key, value).build())
                        .asMap()
                        .entrySet()
                        .iterator()
                        .next()
                        .getValue());
    }
}
