package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evidence of an incident's cause while the incident goes on: a sentence, and the query that shows it.
 *
 * @param shows what the query shows, in words
 * @param ask the query
 */
public record Evidence(String shows, Query ask) {

    /** How many traces or lines are read in search of a match. */
    private static final int READ = 20;

    /**
     * Asks the stores.
     *
     * @param from when the trigger began
     * @return what was found, in one sentence
     * @throws IllegalStateException if nothing is found, or the store does not answer; the message holds the query
     */
    public String found(Stores stores, Instant from, Instant until) {
        return ask.answer(stores, from, until)
                .orElseThrow(() -> new IllegalStateException("nothing answers " + ask.describe()));
    }

    /** A query that names no store product. In the file it is the value of its signal: {@code logs: …}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Metrics.class, name = "metrics"),
        @JsonSubTypes.Type(value = Logs.class, name = "logs"),
        @JsonSubTypes.Type(value = Traces.class, name = "traces")
    })
    public sealed interface Query {

        /** Runs the query over a window of time; a query of metrics is evaluated now. */
        Optional<String> answer(Stores stores, Instant from, Instant until);

        String describe();
    }

    /**
     * A PromQL instant query.
     *
     * @param query PromQL that has samples only while the evidence exists
     */
    public record Metrics(String query) implements Query {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Metrics {}

        @Override
        public Optional<String> answer(Stores stores, Instant from, Instant until) {
            return stores.prometheus().query(query).stream()
                    .findFirst()
                    .map(sample -> "%s %s"
                            .formatted(
                                    sample.path("metric"),
                                    sample.path("value").path(1).asString("")));
        }

        @Override
        public String describe() {
            return query;
        }
    }

    /**
     * A search for a log line of any service.
     *
     * @param field {@code message}, or an attribute
     * @param anyOf texts of which the field holds one
     */
    public record Logs(String field, List<String> anyOf) implements Query {

        @Override
        public Optional<String> answer(Stores stores, Instant from, Instant until) {
            var search = new LogSearch(field, anyOf, from, until, READ);
            return stores.logs().matching(search).stream()
                    .findFirst()
                    .map(line -> "%s at %s: %s".formatted(line.service(), line.time(), line.message()));
        }

        @Override
        public String describe() {
            return "a line with one of %s in its %s".formatted(anyOf, field);
        }
    }

    /**
     * A search for a span.
     *
     * @param services one of which must have the span
     * @param operation its name
     * @param atLeast its least duration, as {@code 2s}
     */
    public record Traces(List<String> services, String operation, String atLeast) implements Query {

        @Override
        public Optional<String> answer(Stores stores, Instant from, Instant until) {
            return services.stream()
                    .map(service -> new TraceStore.Search(service, operation, from, until, READ, duration()))
                    .flatMap(search -> stores.traces().search(search).stream()
                            .flatMap(trace -> trace.spans().stream())
                            .filter(search::matches))
                    .findFirst()
                    .map(span -> "%s: %s, %d ms, of trace %s"
                            .formatted(
                                    span.service(), span.name(), span.duration().toMillis(), span.traceId()));
        }

        private Duration duration() {
            return Duration.parse("PT" + atLeast);
        }

        @Override
        public String describe() {
            return "a span %s of %s that took %s or more".formatted(operation, services, atLeast);
        }
    }
}
