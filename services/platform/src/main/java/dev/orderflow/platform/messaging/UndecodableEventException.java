package dev.orderflow.platform.messaging;

/** A record that is no event of its topic; no retry will make it one. */
final class UndecodableEventException extends RuntimeException {

    UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
