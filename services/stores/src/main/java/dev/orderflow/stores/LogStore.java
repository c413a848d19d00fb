package dev.orderflow.stores;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where logs are kept: VictoriaLogs or Loki. Its text names it, and where it is. */
public interface LogStore {

    /**
     * The lines of all services that carry a trace's id, the oldest first; a thousand at most.
     *
     * @throws StoreException where the store does not answer
     */
    List<Line> ofTrace(String traceId);

    /** What {@link #ofTrace} asks, in the store's own language. */
    String query(String traceId);

    /** Where a person reads the same. */
    URI address(String traceId);

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
