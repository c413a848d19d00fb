package dev.orderflow.stores;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /** Where a person reads the same. */
    URI address(String id);

    /** Where a person reads the same. */
    URI address(Search search);

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
