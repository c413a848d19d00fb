package dev.orderflow.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;

class UntracedTest {

    @Test
    void workRunsInAContextThatIsValidAndNotSampled() {
        var context = Untraced.call(() -> Span.current().getSpanContext());
        assertThat(context.isValid()).isTrue();
        assertThat(context.isSampled()).isFalse();
    }
}
