package dev.orderflow.stores;

import java.time.Instant;
import java.util.List;

/**
 * Lines in which one field holds one of several texts.
 *
 * @param field {@code message} for the line itself, else an attribute, {@code exception.stacktrace} for example
 * @param anyOf each as it stands there, whole words
 * @param limit of lines; which ones is the store's choice
 */
public record LogSearch(String field, List<String> anyOf, Instant from, Instant until, int limit) {

    private static final String MESSAGE = "message";

    boolean isOfMessages() {
        return field.equals(MESSAGE);
    }

    /** Reports whether a line of the window of time holds one of the texts. */
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
