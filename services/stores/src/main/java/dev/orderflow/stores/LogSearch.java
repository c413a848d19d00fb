package dev.orderflow.stores;

import java.time.Instant;
import java.util.List;

/**
 * A search for log lines in which one field contains one of several texts.
 *
 * @param field {@code message} for the line itself, or an attribute, as {@code exception.stacktrace}
 * @param anyOf the texts, each of whole words
 * @param limit the number of lines at most; the store chooses which
 */
public record LogSearch(String field, List<String> anyOf, Instant from, Instant until, int limit) {

    private static final String MESSAGE = "message";

    boolean isOfMessages() {
        return field.equals(MESSAGE);
    }

    /** Reports whether a line lies in the window of time and contains one of the texts. */
    public boolean matches(LogStore.Line line) {
        var text = isOfMessages() ? line.message() : line.attribute(field);
        return !line.time().isBefore(from)
                && !line.time().isAfter(until)
                && anyOf.stream().anyMatch(text::contains);
    }

    @Override
    public String toString() {
        return "logs whose %s holds one of %s, from %s until %s".formatted(field, anyOf, from, until);
    }
}
