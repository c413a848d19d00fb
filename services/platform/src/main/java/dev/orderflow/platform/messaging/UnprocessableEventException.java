package dev.orderflow.platform.messaging;

/**
 * An event that cannot have its effect, however often it is tried, until somebody mends what it finds: a dead letter.
 */
public class UnprocessableEventException extends RuntimeException {

    public UnprocessableEventException(String message) {
        super(message);
    }

    protected UnprocessableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
