package dev.orderflow.walk.explain;

import dev.orderflow.stores.LogStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The message with which a connection was refused: PostgreSQL's own, or its driver's if PostgreSQL could not be
 * reached.
 *
 * @param sqlState five characters; empty if unknown
 * @param source where the message was found, in words
 */
public record Refusal(String message, String sqlState, String source) {

    private static final Pattern WORDS = Pattern.compile("PSQLException: ([^\\r\\n]+)");
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    /** Finds the message in a stack trace: the innermost cause's. */
    static Optional<String> in(String text) {
        return WORDS.matcher(text)
                .results()
                .reduce((one, next) -> next)
                .map(match -> match.group(1).strip());
    }

    /** Finds the message in the exceptions of the explaining span, or else in its service's log lines of the trace. */
    public static Optional<Refusal> find(Explanation explained, List<LogStore.Line> lines) {
        var span = explained.span();
        var own = lines.stream()
                .filter(line -> line.service().equals(span.service()))
                .toList();
        var state = Stream.concat(
                        Stream.of(span, explained.operation()).map(at -> at.attribute("db.response.status_code")),
                        own.stream().map(line -> line.attribute("db.response.status_code")))
                .filter(code -> STATE.matcher(code).matches())
                .findFirst()
                .orElse("");
        var thrown = span.exceptions().stream()
                .flatMap(event -> in(event.attribute("exception.stacktrace")).stream())
                .map(words -> new Refusal(words, state, "the exception of its span"));
        var logged = own.stream()
                .flatMap(line -> in(line.attribute("exception.stacktrace")).stream())
                .map(words -> new Refusal(words, state, "its service's log"));
        return Stream.concat(thrown, logged).findFirst();
    }
}
