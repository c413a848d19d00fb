package dev.orderflow.stores;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A store of traces: Jaeger or Tempo. {@code toString} names the product and its address. */
public interface TraceStore {

    /**
     * Reads a trace by its id.
     *
     * @return the trace; without spans if it is not stored
     * @throws StoreException if the store does not answer
     */
    Trace trace(String id);

    /**
     * Searches for traces.
     *
     * @throws StoreException if the store does not answer
     */
    List<Trace> search(Search search);

    /**
     * Searches for traces, and returns only the requests in them that services serve: spans of kind SERVER, at least
     * with the wanted attributes, and of those of the resource with the version, the pod and the node. A store may
     * leave their parents out.
     *
     * @param wanted by an attribute's name
     * @throws StoreException if the store does not answer
     */
    default List<Trace> requests(Search search, Predicate<String> wanted) {
        return search(search).stream()
                .map(trace -> Trace.of(
                        trace.id(),
                        trace.spans().stream()
                                .filter(span -> span.kind() == Span.Kind.SERVER)
                                .toList()))
                .toList();
    }

    /**
     * Passes on traces of each service as the store's own JSON, with all attributes.
     *
     * @param limit traces of each service at most; the store chooses which, usually the newest
     * @param each called with a trace's id and its JSON
     * @throws StoreException if the store does not answer, or only with a part of a trace
     */
    void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each);

    /** Returns the URL of the same request, for a person. */
    URI address(String id);

    /** Returns the URL of the same request, for a person. */
    URI address(Search search);

    /** Returns the URL of the store's own web page of a trace; empty for a store without web pages. */
    default Optional<String> page(String id) {
        return Optional.empty();
    }

    /**
     * Returns the URL of the store's own web page that lists the newest traces of a service; empty for a store without
     * web pages.
     *
     * @param lookback a number and a unit, {@code 1h} for example
     */
    default Optional<String> page(String service, boolean failedOnly, String lookback) {
        return Optional.empty();
    }

    /**
     * A search for traces in which a service has a span of a name.
     *
     * @param operation a span's name
     * @param limit traces at most; the store chooses which, usually the newest
     * @param atLeast the least duration of the span; zero for any
     * @param failedOnly whether the span must have failed
     */
    record Search(
            String service,
            String operation,
            Instant from,
            Instant until,
            int limit,
            Duration atLeast,
            boolean failedOnly) {

        /** A search for spans, failed or not. */
        public Search(String service, String operation, Instant from, Instant until, int limit, Duration atLeast) {
            this(service, operation, from, until, limit, atLeast, false);
        }

        /** A search for spans of any duration, failed or not. */
        public Search(String service, String operation, Instant from, Instant until, int limit) {
            this(service, operation, from, until, limit, Duration.ZERO);
        }

        /** Returns the same search for failed spans. */
        public Search failed() {
            return new Search(service, operation, from, until, limit, atLeast, true);
        }

        /** Reports whether a span has the service, the name and the least duration. */
        public boolean matches(Span span) {
            return span.service().equals(service)
                    && span.name().equals(operation)
                    && span.duration().compareTo(atLeast) >= 0
                    && (span.failed() || !failedOnly);
        }

        @Override
        public String toString() {
            return "%straces of service=%s operation=\"%s\"%s from %s until %s, %d at most"
                    .formatted(failedOnly ? "failed " : "", service, operation, longer(), from, until, limit);
        }

        private String longer() {
            return atLeast.isZero() ? "" : " of %d ms or more".formatted(atLeast.toMillis());
        }
    }
}
