package dev.orderflow.platform.outbox;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A W3C trace context as it is stored in a row. */
record TraceContext(@Nullable String traceparent, @Nullable String tracestate) {

    private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return Objects.requireNonNull(carrier).get(key);
        }
    };

    static TraceContext current() {
        var fields = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.current(),
                        fields,
                        (carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value));
        return new TraceContext(fields.get("traceparent"), fields.get("tracestate"));
    }

    /** The context in which what follows belongs to the trace of the row's writer. */
    Context toContext() {
        var fields = new HashMap<String, String>();
        if (traceparent != null) {
            fields.put("traceparent", traceparent);
        }
        if (tracestate != null) {
            fields.put("tracestate", tracestate);
        }
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), fields, GETTER);
    }
}
