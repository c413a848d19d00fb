package dev.orderflow.agent;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** Exports spans by another exporter, with {@link BoundValues} that may be personal masked. */
final class BoundValuesExporter implements SpanExporter {

    private final SpanExporter exporter;

    BoundValuesExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().map(BoundValuesExporter::masked).toList());
    }

    private static SpanData masked(SpanData span) {
        var masked = BoundValues.masked(span.getAttributes());
        return masked == span.getAttributes() ? span : new Masked(span, masked);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    @Override
    public String toString() {
        return "BoundValuesExporter of " + exporter;
    }

    /** A span with other attributes. */
    private static final class Masked extends DelegatingSpanData {

        private final Attributes attributes;

        private Masked(SpanData span, Attributes attributes) {
            super(span);
            this.attributes = attributes;
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }
    }
}
