package dev.orderflow.who;

import java.time.Instant;

/**
 * Which requests are compared: of those of one operation in a window of time, the selected ones with the others.
 *
 * @param service that serves the requests
 * @param operation the name of its server span, as {@code POST /api/orders/**}
 */
public record Question(String service, String operation, Instant from, Instant until, Selection selection) {

    /** @throws IllegalArgumentException if the window is empty */
    public Question {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("from %s until %s is no time".formatted(from, until));
        }
    }

    @Override
    public String toString() {
        return "%s of %s that %s, from %s until %s".formatted(operation, service, selection, from, until);
    }
}
