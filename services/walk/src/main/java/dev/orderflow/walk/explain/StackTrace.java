package dev.orderflow.walk.explain;

import java.util.Optional;
import java.util.regex.Pattern;

/** Extracts the root cause and our own frames from the text of a Java stack trace. */
public final class StackTrace {

    private static final String OWN = "dev.orderflow.";
    // \h, not \s: across lines, many empty ones would take quadratic time.
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:\\h*Caused by: )?([\\w.$]+(?:Exception|Error)\\b.*)$");
    private static final Pattern FRAME = Pattern.compile("(?m)^\\h*at (" + Pattern.quote(OWN) + "\\S+)");

    private StackTrace() {}

    /** Reports whether a class or method belongs to our own code. */
    public static boolean isOwn(String name) {
        return name.startsWith(OWN);
    }

    /** Returns the last cause, with its message. */
    static Optional<String> rootCause(String trace) {
        return CAUSE.matcher(trace).results().reduce((one, next) -> next).map(match -> match.group(1));
    }

    /** Returns the innermost frame of our own code. */
    public static Optional<String> ownFrame(String trace) {
        return FRAME.matcher(trace)
                .results()
                .map(match -> match.group(1))
                .filter(frame -> !frame.contains("$$"))
                .findFirst();
    }
}
