package dev.orderflow.stores;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store of logs: VictoriaLogs or Loki. {@code toString} names the product and its address. */
public interface LogStore {

    /**
     * Returns the lines of all services with a trace's id, oldest first; at most a thousand.
     *
     * @throws StoreException if the store does not answer
     */
    List<Line> ofTrace(String traceId);

    /**
     * Passes on every line of a window of time as the store's own JSON, with all attributes.
     *
     * @throws StoreException if the store does not answer, or not with every line
     */
    void readAll(Instant from, Instant until, Consumer<String> each);

    /**
     * Passes on every line of a window of time.
     *
     * @throws StoreException if the store does not answer, or not with every line
     */
    void readLines(Instant from, Instant until, Consumer<Line> each);

    /** Returns the query of {@link #ofTrace}, in the store's own language. */
    String query(String traceId);

    /** Returns the URL of the same query, for a person. */
    URI address(String traceId);

    /**
     * Returns the URL of the store's own web page that lists lines; empty for a store without web pages.
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
     * @throws StoreException if the store does not answer
     */
    List<Line> search(LogSearch search);

    /**
     * Searches the lines of all services, and leaves out those that do not contain the text as it is: stores differ in
     * what they count as a match.
     *
     * @throws StoreException if the store does not answer
     */
    default List<Line> matching(LogSearch search) {
        return search(search).stream().filter(search::matches).toList();
    }

    /**
     * A log line.
     *
     * @param service {@code service.name}
     * @param spanId empty if the line was logged outside any span
     * @param severity as the application named it, {@code ERROR} for example
     * @param attributes all other attributes, {@code exception.stacktrace} for example
     */
    record Line(
            Instant time,
            String service,
            String traceId,
            String spanId,
            String severity,
            String message,
            Map<String, String> attributes) {

        /** Returns an attribute as a number; {@code NaN} if it is none. */
        public double number(String name) {
            try {
                return Double.parseDouble(attribute(name));
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }

        /**
         * Returns an attribute by its OpenTelemetry name, {@code user.name} for example, also where the store has
         * replaced its dots by underscores.
         */
        public String attribute(String name) {
            var value = attributes.getOrDefault(name, "");
            return value.isEmpty() ? attributes.getOrDefault(name.replace('.', '_'), "") : value;
        }
    }
}
