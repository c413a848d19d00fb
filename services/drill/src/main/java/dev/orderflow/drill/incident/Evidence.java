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
 * What can be seen of an incident's cause while it goes on, and the query that shows it.
 *
 * @param shows in words
 * @param ask the query
 */
public record Evidence(String shows, Query ask) {

    /** Traces or lines that are read until one is what was asked for. */
    private static final int READ = 20;

    /**
     * Asks the stores.
     *
     * @param from when the trigger was made
     * @return what was found, in a sentence
     * @throws IllegalStateException where nothing was found, or the store does not answer; the message holds the query
     */
    public String found(Stores stores, Instant from, Instant until) {
        return ask.answer(stores, from, until)
                .orElseThrow(() -> new IllegalStateException("nothing answers " + ask.describe()));
    }

    /** A query in words of no store in particular. In the file it is the value of its store: {@code logs: …}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Metrics.class, name = "metrics"),
        @JsonSubTypes.Type(value = Logs.class, name = "logs"),
        @JsonSubTypes.Type(value = Traces.class, name = "traces")
    })
    public sealed interface Query {

        /** Asks for what there is of a window of time; of metrics, now. */
        Optional<String> answer(Stores stores, Instant from, Instant until);

        String describe();
    }

    /**
     * An instant query.
     *
     * @param query PromQL, which has samples only where it shows something
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
     * A line of any service.
     *
     * @param field {@code message}, or an attribute
     * @param anyOf texts of which the field holds one
     */
    public record Logs(String field, List<String> anyOf) implements Query {

        /** What the store answers is compared again: each store has a notion of its own of what a text holds. */
        @Override
        public Optional<String> answer(Stores stores, Instant from, Instant until) {
            var search = new LogSearch(field, anyOf, from, until, READ);
            return stores.logs().search(search).stream()
                    .filter(search::matches)
                    .findFirst()
                    .map(line -> "%s at %s: %s".formatted(line.service(), line.time(), line.message()));
        }

        @Override
        public String describe() {
            return "a line with one of %s in its %s".formatted(anyOf, field);
        }
    }

    /**
     * A span.
     *
     * @param services of which one has it
     * @param operation its name
     * @param atLeast how long it took, as {@code 2s}
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
