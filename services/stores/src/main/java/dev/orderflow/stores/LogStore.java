package dev.orderflow.stores;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where logs are kept: VictoriaLogs or Loki. Its text names it, and where it is. */
public interface LogStore {

    /**
     * The lines of all services that carry a trace's id, the oldest first; a thousand at most.
     *
     * @throws StoreException where the store does not answer
     */
    List<Line> ofTrace(String traceId);

    /**
     * Passes on every line of a window of time, as the store answers it: JSON, with all that came with the line.
     *
     * @throws StoreException where the store does not answer, or not with every line
     */
    void readAll(Instant from, Instant until, Consumer<String> each);

    /** What {@link #ofTrace} asks, in the store's own language. */
    String query(String traceId);

    /** Where a person reads the same. */
    URI address(String traceId);

    /**
     * A page of the store's own that lists lines; empty for a store that has no pages.
     *
     * @param service empty for all
     * @param word that the lines hold; empty for any
     * @param severity empty for any
     * @param lookback a number and a unit, {@code 1h} for example
     */
    default Optional<String> page(String service, String word, String severity, String lookback) {
        return Optional.empty();
    }

    /**
     * Searches the lines of all services, the oldest first.
     *
     * @throws StoreException where the store does not answer
     */
    List<Line> search(LogSearch search);

    /**
     * A line.
     *
     * @param service {@code service.name}
     * @param spanId empty where it was logged outside any span
     * @param severity as its writer named it, {@code ERROR} for example
     * @param attributes whatever else came with it, {@code exception.stacktrace} for example
     */
    record Line(
            Instant time,
            String service,
            String traceId,
            String spanId,
            String severity,
            String message,
            Map<String, String> attributes) {

        public String attribute(String name) {
            return attributes.getOrDefault(name, "");
        }
    }
}
