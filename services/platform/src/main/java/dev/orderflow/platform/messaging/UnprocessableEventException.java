package dev.orderflow.platform.messaging;

/**
 * An event that cannot have its effect, however often it is tried, until somebody repairs what it refers to: a dead
 * letter.
 */
public class UnprocessableEventException extends RuntimeException {

    public UnprocessableEventException(String message) {
        super(message);
    }

    protected UnprocessableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
