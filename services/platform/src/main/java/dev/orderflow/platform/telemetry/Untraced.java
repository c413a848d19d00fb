package dev.orderflow.platform.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Runs work outside any trace: a poll that mostly finds nothing is no trace worth keeping. */
public final class Untraced {

    private Untraced() {}

    public static <T> T call(Supplier<T> work) {
        try (var _ = context().makeCurrent()) {
            return work.get();
        }
    }

    /** A context whose descendants are not sampled. */
    static Context context() {
        var random = ThreadLocalRandom.current();
        var parent = SpanContext.createFromRemoteParent(
                "%016x%016x".formatted(random.nextLong(1, Long.MAX_VALUE), random.nextLong()),
                "%016x".formatted(random.nextLong(1, Long.MAX_VALUE)),
                TraceFlags.getDefault(),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(parent));
    }
}
