package dev.orderflow.notification;

/** A message that will not be taken, however often it is handed over: its shopper or address is not known. */
final class RefusedException extends RuntimeException {

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
