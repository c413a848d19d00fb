package dev.orderflow.replay;

import java.util.concurrent.ExecutionException;

/** The broker's words about a request that failed. */
final class Failure {

    private Failure() {}

    /** The message of the exception's cause; of the exception itself where it has none. */
    static String reason(ExecutionException e) {
        var cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }
}
