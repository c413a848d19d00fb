package dev.orderflow.walk.explain;

import dev.orderflow.walk.store.LogStore;
import dev.orderflow.walk.trace.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own words.
 *
 * @param message with its severity, as PostgreSQL wrote it
 * @param sqlState five characters; empty where nothing tells it
 * @param source where they were found
 */
public record Refusal(String message, String sqlState, String source) {

    private static final Pattern WORDS = Pattern.compile("PSQLException: ((?:FATAL|ERROR|PANIC): [^\\r\\n]+)");
    private static final Pattern STATE = Pattern.compile("(?i)sql[ _]?state\\W{1,3}([0-9A-Z]{5})\\b");
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{5}");

    /** PostgreSQL's words in a stack trace, the innermost cause's. */
    static Optional<String> in(String text) {
        return WORDS.matcher(text).results().reduce((one, next) -> next).map(match -> match.group(1).strip());
    }

    /** In the explaining span and those around it first, then in the trace's logs. */
    public static Optional<Refusal> find(List<Span> spans, List<LogStore.Line> lines) {
        for (var span : spans) {
            for (var event : span.exceptions()) {
                var text = event.attribute("exception.stacktrace") + "\n" + event.attribute("exception.message");
                var words = in(text);
                if (words.isPresent()) {
                    var state = state(text).or(() -> codes(spans)).or(() -> states(lines));
                    return Optional.of(new Refusal(words.get(), state.orElse(""), "the exception of " + span.name()));
                }
            }
        }
        for (var line : lines) {
            var text = line.attribute("exception.stacktrace") + "\n" + line.message();
            var words = in(text);
            if (words.isPresent()) {
                var state = codes(spans).or(() -> states(lines));
                return Optional.of(new Refusal(words.get(), state.orElse(""), "a log line of " + line.service()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> codes(List<Span> spans) {
        return spans.stream().flatMap(span -> code(span.attribute("db.response.status_code")).stream()).findFirst();
    }

    private static Optional<String> states(List<LogStore.Line> lines) {
        return lines.stream()
                .flatMap(line -> code(line.attribute("db.response.status_code"))
                        .or(() -> state(line.attribute("exception.stacktrace") + "\n" + line.message()))
                        .stream())
                .findFirst();
    }

    private static Optional<String> state(String text) {
        return STATE.matcher(text).results().map(match -> match.group(1)).findFirst();
    }

    private static Optional<String> code(String text) {
        return Optional.of(text).filter(code -> CODE.matcher(code).matches());
    }
}
