package dev.orderflow.stores;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Where traces are kept: Jaeger or Tempo. Its text names it, and where it is. */
public interface TraceStore {

    /**
     * A trace by its id.
     *
     * @return without spans where it is not stored
     * @throws StoreException where the store does not answer
     */
    Trace trace(String id);

    /** @throws StoreException where the store does not answer */
    List<Trace> search(Search search);

    /**
     * Passes on traces of each service, as the store answers them: its own JSON, with all that came with a span.
     *
     * @param limit of traces of each service; which ones is the store's choice, usually the newest
     * @param each called with a trace's id and its JSON
     * @throws StoreException where the store does not answer, or with a part of a trace only
     */
    void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each);

    /** Where a person reads the same. */
    URI address(String id);

    /** Where a person reads the same. */
    URI address(Search search);

    /** A page of the store's own that shows a trace; empty for a store that has no pages. */
    default Optional<String> page(String id) {
        return Optional.empty();
    }

    /**
     * A page of the store's own that lists the newest traces of a service; empty for a store that has no pages.
     *
     * @param lookback a number and a unit, {@code 1h} for example
     */
    default Optional<String> page(String service, boolean failedOnly, String lookback) {
        return Optional.empty();
    }

    /**
     * Traces in which a service did an operation.
     *
     * @param operation a span's name
     * @param limit of traces; which ones is the store's choice, usually the newest
     * @param atLeast how long the operation took; zero for any
     */
    record Search(String service, String operation, Instant from, Instant until, int limit, Duration atLeast) {

        /** However long the operation took. */
        public Search(String service, String operation, Instant from, Instant until, int limit) {
            this(service, operation, from, until, limit, Duration.ZERO);
        }

        /** Reports whether a span is the operation, and took so long. */
        public boolean matches(Span span) {
            return span.service().equals(service)
                    && span.name().equals(operation)
                    && span.duration().compareTo(atLeast) >= 0;
        }

        @Override
        public String toString() {
            return "traces of service=%s operation=\"%s\"%s from %s until %s, %d at most"
                    .formatted(service, operation, longer(), from, until, limit);
        }

        private String longer() {
            return atLeast.isZero() ? "" : " of %d ms or more".formatted(atLeast.toMillis());
        }
    }
}
