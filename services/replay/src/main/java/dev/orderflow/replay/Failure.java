package dev.orderflow.replay;

import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Names the reason of a failure of a Kafka client or of a request to the broker. */
final class Failure {

    private Failure() {}

    /**
     * The message of the exception, then those of its causes with the names of their classes: a client says in the
     * first only that it could not be made, and that a file is missing is said by the class alone.
     */
    static String reason(Throwable e) {
        var text = new StringBuilder(e instanceof ExecutionException ? "" : message(e));
        for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            // One that was made of its cause alone has the cause's words, and the future's has none of its own.
            if (!(cause instanceof ExecutionException) && !text.toString().endsWith(message(cause))) {
                text.append(text.isEmpty() ? "" : ": ")
                        .append(cause.getClass().getSimpleName())
                        .append(": ")
                        .append(message(cause));
            }
        }
        return text.toString();
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
