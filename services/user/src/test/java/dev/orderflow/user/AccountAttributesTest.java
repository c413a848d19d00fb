package dev.orderflow.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.Tier;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountAttributesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void anAccountIsRecordedByItsKind() {
        assertThat(recorded(new Account(Tier.GOLD, "SEK", NOW.minus(Duration.ofDays(400)))))
                .isEqualTo(Attributes.builder()
                        .put("orderflow.account.tier", "gold")
                        .put("orderflow.account.currency", "SEK")
                        .put("orderflow.account.age", 365)
                        .build()
                        .asMap());
    }

    @Test
    void anUnknownAgeIsAbsent() {
        assertThat(recorded(new Account(Tier.STANDARD, "EUR", null)))
                .doesNotContainKey(AttributeKey.longKey("orderflow.account.age"));
    }

    @ParameterizedTest
    @CsvSource({
        "-PT48H, 0",
        "PT0S, 0",
        "PT23H59M, 0",
        "PT24H, 1",
        "P6D, 1",
        "P7D, 7",
        "P29D, 7",
        "P30D, 30",
        "P90D, 90",
        "P180D, 180",
        "P364D, 180",
        "P365D, 365",
        "P730D, 730",
        "P1824D, 730",
        "P1825D, 1825",
        "P36500D, 1825"
    })
    void agesAreRoundedDown(Duration age, long days) {
        assertThat(AccountAttributes.age(NOW.minus(age), NOW)).isEqualTo(days);
    }

    private static Map<AttributeKey<?>, Object> recorded(Account account) {
        var exporter = InMemorySpanExporter.create();
        try (var tracing = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            var span = tracing.get("test").spanBuilder("request").startSpan();
            try (var _ = span.makeCurrent()) {
                AccountAttributes.record(account, NOW);
            }
            span.end();
            return exporter.getFinishedSpanItems().getFirst().getAttributes().asMap();
        }
    }
}
