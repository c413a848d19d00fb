package dev.orderflow.replay;

import java.util.concurrent.ExecutionException;

/** Names the reason of a failed request to the broker, in the broker's words. */
final class Failure {

    private Failure() {}

    /** The message of the exception's cause; of the exception itself where it has none. */
    static String reason(ExecutionException e) {
        var cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
}
