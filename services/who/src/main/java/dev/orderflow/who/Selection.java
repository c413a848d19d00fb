package dev.orderflow.who;

import dev.orderflow.stores.TraceStore.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which of the requests are the cases; the others are what they are compared with. */
public sealed interface Selection {

    /** Reports whether a request is one of the cases. */
    boolean isCase(Request request);

    /** Returns the search for cases alone; the same search where a store cannot tell them. */
    default Search narrowed(Search search) {
        return search;
    }

    /** Reports whether an attribute is what the selection is made by, and so distinguishes nothing. */
    default boolean isMadeBy(String attribute) {
        return false;
    }

    /** Reports whether a request is one or the other. */
    default boolean isCompared(Request request) {
        return isCase(request) || !request.isRefused();
    }

    /** Reports whether cases are to be compared with others of the same minute, so that time explains nothing. */
    default boolean isWithinMinutes() {
        return true;
    }

    /** Those that failed. */
    record Failed() implements Selection {

        @Override
        public boolean isCase(Request request) {
            return request.hasFailed();
        }

        @Override
        public Search narrowed(Search search) {
            return search.failed();
        }

        @Override
        public String toString() {
            return "failed";
        }
    }

    /** Those that were refused although their sender is known: 401, 403 and 429. */
    record Refused() implements Selection {

        static final List<String> STATUS = List.of("401", "403", "429");

        @Override
        public boolean isCase(Request request) {
            return STATUS.contains(request.status());
        }

        @Override
        public String toString() {
            return "were refused";
        }
    }

    /** Those that took a time or longer. */
    record Slow(Duration atLeast) implements Selection {

        @Override
        public boolean isCase(Request request) {
            return request.duration().compareTo(atLeast) >= 0;
        }

        @Override
        public Search narrowed(Search search) {
            return new Search(
                    search.service(), search.operation(), search.from(), search.until(), search.limit(), atLeast);
        }

        @Override
        public String toString() {
            return "took %d ms or more".formatted(atLeast.toMillis());
        }
    }

    /** Those with a value of an attribute, as a version. */
    record With(String attribute, String value) implements Selection {

        @Override
        public boolean isCase(Request request) {
            return value.equals(request.attribute(attribute));
        }

        /** Where it is a service's place, the rest of that tells the same. */
        @Override
        public boolean isMadeBy(String name) {
            var service = attribute.replaceFirst("\\.(?:service\\.version|k8s\\..*)$", "");
            return attribute.equals(name) || !service.equals(attribute) && name.startsWith(service + ".");
        }

        @Override
        public boolean isCompared(Request request) {
            return request.isKnown(attribute);
        }

        @Override
        public String toString() {
            return "have %s = %s".formatted(attribute, value);
        }
    }

    /** Those of a later window of time. */
    record Since(Instant begin) implements Selection {

        @Override
        public boolean isCase(Request request) {
            return !request.at().isBefore(begin);
        }

        @Override
        public boolean isWithinMinutes() {
            return false;
        }

        @Override
        public String toString() {
            return "came since " + begin;
        }
    }
}
