package dev.orderflow.walk.explain;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a Java stack trace as text. */
public final class StackTrace {

    private static final String OWN = "dev.orderflow.";
    // Within one line: else each of many empty ones is read to the last.
    private static final Pattern CAUSE =
            Pattern.compile("(?m)^(?:\\h*Caused by: )?([\\w.$]+(?:Exception|Error)\\b.*)$");
    private static final Pattern FRAME = Pattern.compile("(?m)^\\h*at (" + Pattern.quote(OWN) + "\\S+)");

    private StackTrace() {}

    /** Whether a class or method is of our own code. */
    public static boolean isOwn(String name) {
        return name.startsWith(OWN);
    }

    /** The last cause, with its message. */
    static Optional<String> rootCause(String trace) {
        return CAUSE.matcher(trace).results().reduce((one, next) -> next).map(match -> match.group(1));
    }

    /** Where our own code was, the innermost frame. */
    public static Optional<String> ownFrame(String trace) {
        return FRAME.matcher(trace)
                .results()
                .map(match -> match.group(1))
                .filter(frame -> !frame.contains("$$"))
                .findFirst();
    }
}
