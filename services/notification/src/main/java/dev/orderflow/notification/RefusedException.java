package dev.orderflow.notification;

/** A message that no retry delivers: its shopper or address is not known. */
final class RefusedException extends RuntimeException {

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
